import type { ErrorSummary } from "../../../../contract/errors.ts";
import type { ConversationRow } from "./row.ts";

/** Failed rows with the same reason. */
export interface FailureGroup {
  /** Identifies the reason; see `failureKey`. */
  key: string;
  /** Error of the first row; numbers and names in the others may differ. */
  first: ErrorSummary;
  rows: number;
}

/** Returns what rows with the same reason have in common: code and message without the numbers and the texts in it. */
export function failureKey({ code, message }: ErrorSummary): string {
  return `${code} ${message.replace(/"[^"]*"/g, '""').replace(/\d+/g, "0")}`;
}

/** Groups the rows that failed by their reason, the most frequent first. */
export function summarizeFailures(rows: readonly ConversationRow[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { send } of rows) {
    if (send?.progress !== "failed" || send.error === null) continue;
    const key = failureKey(send.error);
    const group = groups.get(key);
    if (group !== undefined) group.rows += 1;
    else groups.set(key, { key, first: send.error, rows: 1 });
  }
  return [...groups.values()].sort((a, b) => b.rows - a.rows);
}
