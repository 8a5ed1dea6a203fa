import type { Row, Standing } from "./row.ts";
import { standing } from "./row.ts";

/** Why conversations can't be sent, or what is to be known about them: one sentence, and whom it is about. */
export interface Reason {
  severity: "error" | "warning";
  code: string;
  /** Of the first of them; the others may name other values. */
  message: string;
  object: string | null;
  property: string | null;
  rows: number;
}

/** What would become of these conversations. */
export interface Verdicts {
  total: number;
  by: Record<Standing, number>;
  /** Older payloads of conversations that are there twice. */
  superseded: number;
  /** Those that would be sent. */
  sendable: Row[];
  /** What keeps the most from being sent comes first. */
  reasons: Reason[];
}

export function verdictsOf(rows: readonly Row[]): Verdicts {
  const by: Verdicts["by"] = { ready: 0, warnings: 0, blocked: 0, unreadable: 0, unchecked: 0 };
  const reasons = new Map<string, Reason>();
  let superseded = 0;
  const sendable: Row[] = [];
  for (const row of rows) {
    if (row.superseded) {
      superseded += 1;
      continue;
    }
    const stands = standing(row);
    by[stands] += 1;
    if (stands === "ready" || stands === "warnings") sendable.push(row);
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
  const order = (reason: Reason) => (reason.severity === "error" ? 0 : 1);
  const listed = [...reasons.values()].sort((a, b) => order(a) - order(b) || b.rows - a.rows);
  return { total: rows.length, by, superseded, sendable, reasons: listed };
}

/** Marks the older rows of conversations that are there more than once. The last one that came is the newest. */
export function markSuperseded(rows: readonly Row[]): void {
  const seen = new Set<number>();
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at] as Row;
    row.superseded = row.conversation !== null && seen.has(row.conversation);
    if (row.conversation !== null) seen.add(row.conversation);
  }
}
