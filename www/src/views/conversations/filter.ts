import { failureKey } from "./failure-summary.ts";
import type { CheckStatus, ConversationRow } from "./row.ts";
import { checkStatus } from "./row.ts";

/** Criteria for visible rows. Null: not filtered. */
export interface Filter {
  /** Words that must all occur, in any order. */
  search: string;
  status: string | null;
  /** "": conversations without a topic. */
  topic: string | null;
  checkStatus: CheckStatus | null;
  /** Code of a finding. */
  finding: string | null;
  send: NonNullable<ConversationRow["send"]>["progress"] | "none" | null;
  /** Reason why sending failed, as `failureKey` gives it. */
  failure: string | null;
}

export const NO_FILTER: Filter = {
  search: "",
  status: null,
  topic: null,
  checkStatus: null,
  finding: null,
  send: null,
  failure: null,
};

/** Columns of the table in their order. */
export const COLUMNS = [
  "conversation",
  "contact",
  "subject",
  "becomes",
  "check",
  "sending",
  "topics",
  "status",
  "started",
  "messages",
] as const;
export type Column = (typeof COLUMNS)[number];

export interface SortOrder {
  column: Column;
  descending: boolean;
}

export function matches(
  row: ConversationRow,
  filter: Filter,
  words: readonly string[] = wordsOf(filter.search),
): boolean {
  const { status, topic, finding, send, failure } = filter;
  if (filter.checkStatus !== null && checkStatus(row) !== filter.checkStatus) return false;
  if (status !== null && row.summary?.status !== status) return false;
  if (topic !== null && !hasTopic(row, topic)) return false;
  if (finding !== null && !row.check?.findings.some(({ code }) => code === finding)) return false;
  if (send !== null && (row.send?.progress ?? "none") !== send) return false;
  if (failure !== null && !hasFailed(row, failure)) return false;
  return words.every((word) => row.searchText.includes(word));
}

function hasFailed({ send }: ConversationRow, failure: string): boolean {
  return send?.progress === "failed" && send.error !== null && failureKey(send.error) === failure;
}

function hasTopic({ summary }: ConversationRow, topic: string): boolean {
  if (summary === null) return false;
  return topic === "" ? summary.topics.length === 0 : summary.topics.includes(topic);
}

function wordsOf(search: string): string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * Returns the matching rows, sorted; without `order` in their original order. Rows without a value come last in both
 * directions.
 */
export function filterAndSort(
  rows: readonly ConversationRow[],
  filter: Filter,
  order: SortOrder | null,
): ConversationRow[] {
  const words = wordsOf(filter.search);
  const found = rows.filter((row) => matches(row, filter, words));
  if (order === null) return found;
  const sign = order.descending ? -1 : 1;
  const value = SORT_VALUES[order.column];
  // Compute sort values once: each is compared many times.
  const keyed = found.map((row) => ({ row, value: value(row) }));
  keyed.sort((a, b) => {
    if (a.value === b.value) return a.row.key - b.row.key;
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return sign * compare(a.value, b.value) || a.row.key - b.row.key;
  });
  return keyed.map(({ row }) => row);
}

const CHECK_ORDER: readonly CheckStatus[] = ["unreadable", "blocked", "warnings", "ready", "unchecked"];
const PROGRESS_ORDER = ["failed", "running", "waiting", "cancelled", "done"];

const SORT_VALUES: Record<Column, (row: ConversationRow) => string | number | null> = {
  conversation: ({ conversation }) => conversation,
  contact: ({ summary }) => summary?.contact || summary?.email || null,
  subject: ({ summary }) => summary?.subject || null,
  becomes: ({ check }) => check?.limetype ?? null,
  topics: ({ summary }) => summary?.topics.join(", ") || null,
  status: ({ summary }) => summary?.status || null,
  started: ({ summary, receivedAt }) => summary?.startedAt ?? receivedAt,
  messages: ({ summary }) => summary?.messages ?? null,
  check: (row) => CHECK_ORDER.indexOf(checkStatus(row)),
  sending: ({ send }) => (send === null ? null : PROGRESS_ORDER.indexOf(send.progress)),
};

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}

/** Values that occur in the rows, by filter: most frequent first, with the number of rows. */
export interface FilterOptions {
  statuses: FilterOption[];
  topics: FilterOption[];
  findings: FilterOption[];
}

export interface FilterOption {
  value: string;
  rows: number;
}

/** Maximum number of options; the search finds the rest. */
const MAX_OPTIONS = 200;

export function filterOptions(rows: readonly ConversationRow[]): FilterOptions {
  const statuses = new Map<string, number>();
  const topics = new Map<string, number>();
  const findings = new Map<string, number>();
  const count = (map: Map<string, number>, value: string) => map.set(value, (map.get(value) ?? 0) + 1);
  for (const { summary, check } of rows) {
    if (summary !== null) {
      if (summary.status !== "") count(statuses, summary.status);
      if (summary.topics.length === 0) count(topics, "");
      for (const topic of summary.topics) count(topics, topic);
    }
    for (const code of new Set(check?.findings.map(({ code }) => code))) count(findings, code);
  }
  return { statuses: byFrequency(statuses), topics: byFrequency(topics), findings: byFrequency(findings) };
}

function byFrequency(map: Map<string, number>): FilterOption[] {
  return [...map]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows || collator.compare(a.value, b.value))
    .slice(0, MAX_OPTIONS);
}
