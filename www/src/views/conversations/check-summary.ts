import type { CheckStatus, ConversationRow } from "./row.ts";
import { checkStatus } from "./row.ts";

/** Why conversations can't be sent, or what is to be known about them: one sentence, and whom it is about. */
export interface FindingGroup {
  severity: "error" | "warning";
  code: string;
  /** Of the first of them; the others may name other values. */
  message: string;
  object: string | null;
  property: string | null;
  rows: number;
}

/** What would become of these conversations. */
export interface CheckSummary {
  total: number;
  counts: Record<CheckStatus, number>;
  /** Older payloads of conversations that are there twice. */
  superseded: number;
  /** Those that would be sent. */
  sendable: ConversationRow[];
  /** What keeps the most from being sent comes first. */
  groups: FindingGroup[];
}

export function summarizeChecks(rows: readonly ConversationRow[]): CheckSummary {
  const counts: CheckSummary["counts"] = { ready: 0, warnings: 0, blocked: 0, unreadable: 0, unchecked: 0 };
  const reasons = new Map<string, FindingGroup>();
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
    // Of one conversation a reason counts once, however many of its values it is about.
    const seen = new Set<string>();
    for (const { severity, code, message, object, property } of row.check?.findings ?? []) {
      if (severity === "info") continue;
      const key = `${severity} ${code} ${object ?? ""} ${property ?? ""}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const known = reasons.get(key);
      if (known !== undefined) known.rows += 1;
      else reasons.set(key, { severity, code, message, object: object ?? null, property: property ?? null, rows: 1 });
    }
  }
  const order = (reason: FindingGroup) => (reason.severity === "error" ? 0 : 1);
  const listed = [...reasons.values()].sort((a, b) => order(a) - order(b) || b.rows - a.rows);
  return { total: rows.length, counts, superseded, sendable, groups: listed };
}

/** Marks the older rows of conversations that are there more than once. The last one that came is the newest. */
export function markSuperseded(rows: readonly ConversationRow[]): void {
  const seen = new Set<number>();
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at] as ConversationRow;
    row.superseded = row.conversation !== null && seen.has(row.conversation);
    if (row.conversation !== null) seen.add(row.conversation);
  }
}
