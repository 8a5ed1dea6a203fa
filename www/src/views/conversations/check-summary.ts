import type { Finding, FindingCode, Role } from "userlike-limeobject";
import type { CheckStatus, ConversationRow } from "./row.ts";
import { checkStatus } from "./row.ts";

/** Findings with the same severity, code, object and property. */
export interface FindingGroup {
  severity: "error" | "warning";
  code: FindingCode;
  /** The first finding; the values in the others may differ. */
  first: Finding;
  object: Role | null;
  /** Limetype of the object that the conversation becomes; null for other objects. */
  limetype: string | null;
  property: string | null;
  rows: number;
}

/** Result of checking a set of rows. */
export interface CheckSummary {
  total: number;
  counts: Record<CheckStatus, number>;
  /** Number of rows with an older payload of a conversation. */
  superseded: number;
  /** Rows that can be sent. */
  sendable: ConversationRow[];
  /** Errors first, then by the number of rows. */
  groups: FindingGroup[];
}

export function summarizeChecks(rows: readonly ConversationRow[]): CheckSummary {
  const counts: CheckSummary["counts"] = { ready: 0, warnings: 0, blocked: 0, unreadable: 0, unchecked: 0 };
  const groups = new Map<string, FindingGroup>();
  let superseded = 0;
  const sendable: ConversationRow[] = [];
  for (const row of rows) {
    if (row.superseded) {
      superseded += 1;
      continue;
    }
    const status = checkStatus(row);
    counts[status] += 1;
    if (status === "ready" || status === "warnings") sendable.push(row);
    // A group counts each row once.
    const seen = new Set<string>();
    for (const first of row.check?.findings ?? []) {
      const { severity, code, object = null, property = null } = first;
      if (severity === "info") continue;
      const limetype = object === "limeobject" ? (row.check?.limetype ?? null) : null;
      const key = [severity, code, object, limetype, property].join(" ");
      if (seen.has(key)) continue;
      seen.add(key);
      const group = groups.get(key);
      if (group !== undefined) group.rows += 1;
      else groups.set(key, { severity, code, first, object, limetype, property, rows: 1 });
    }
  }
  const severityOrder = (reason: FindingGroup) => (reason.severity === "error" ? 0 : 1);
  const listed = [...groups.values()].sort((a, b) => severityOrder(a) - severityOrder(b) || b.rows - a.rows);
  return { total: rows.length, counts, superseded, sendable, groups: listed };
}

/** Returns the rows with all but the last row of each conversation marked as superseded. */
export function markSuperseded(rows: readonly ConversationRow[]): ConversationRow[] {
  const seen = new Set<number>();
  const marked = rows.slice();
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at] as ConversationRow;
    const superseded = row.conversation !== null && seen.has(row.conversation);
    if (row.superseded !== superseded) marked[at] = { ...row, superseded };
    if (row.conversation !== null) seen.add(row.conversation);
  }
  return marked;
}
