import type { Row, Standing } from "./row.ts";
import { standing } from "./row.ts";

/** What of the rows is shown. Null: no matter. */
export interface Filter {
  /** Words that must all be there, in any order. */
  search: string;
  status: string | null;
  /** "" are conversations without a topic. */
  topic: string | null;
  standing: Standing | null;
  /** The code of a finding. */
  finding: string | null;
  sending: NonNullable<Row["sending"]>["progress"] | "none" | null;
}

export const everything: Filter = {
  search: "",
  status: null,
  topic: null,
  standing: null,
  finding: null,
  sending: null,
};

export type Column = "conversation" | "contact" | "topics" | "status" | "started" | "messages" | "check" | "sending";

export interface Order {
  column: Column;
  descending: boolean;
}

export function matches(row: Row, filter: Filter, words: readonly string[] = wordsOf(filter.search)): boolean {
  const { status, topic, finding, sending } = filter;
  if (filter.standing !== null && standing(row) !== filter.standing) return false;
  if (status !== null && row.summary?.status !== status) return false;
  if (topic !== null && !hasTopic(row, topic)) return false;
  if (finding !== null && !row.check?.findings.some(({ code }) => code === finding)) return false;
  if (sending !== null && (row.sending?.progress ?? "none") !== sending) return false;
  return words.every((word) => row.haystack.includes(word));
}

function hasTopic({ summary }: Row, topic: string): boolean {
  if (summary === null) return false;
  return topic === "" ? summary.topics.length === 0 : summary.topics.includes(topic);
}

function wordsOf(search: string): string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The rows that match, in this order; without one, as they came. What has no value comes last, either way. */
export function select(rows: readonly Row[], filter: Filter, order: Order | null): Row[] {
  const words = wordsOf(filter.search);
  const found = rows.filter((row) => matches(row, filter, words));
  if (order === null) return found;
  const sign = order.descending ? -1 : 1;
  const value = VALUES[order.column];
  // The values first: they are compared many times.
  const keyed = found.map((row) => ({ row, value: value(row) }));
  keyed.sort((a, b) => {
    if (a.value === b.value) return a.row.key - b.row.key;
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return sign * compare(a.value, b.value) || a.row.key - b.row.key;
  });
  return keyed.map(({ row }) => row);
}

const STANDINGS: readonly Standing[] = ["unreadable", "blocked", "warnings", "ready", "unchecked"];
const PROGRESS = ["failed", "running", "waiting", "cancelled", "done"];

const VALUES: Record<Column, (row: Row) => string | number | null> = {
  conversation: ({ conversation }) => conversation,
  contact: ({ summary }) => summary?.contact || summary?.email || null,
  topics: ({ summary }) => summary?.topics.join(", ") || null,
  status: ({ summary }) => summary?.status || null,
  started: ({ summary, receivedAt }) => summary?.startedAt ?? receivedAt,
  messages: ({ summary }) => summary?.messages ?? null,
  check: (row) => STANDINGS.indexOf(standing(row)),
  sending: ({ sending }) => (sending === null ? null : PROGRESS.indexOf(sending.progress)),
};

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}

/** The choices that the rows offer for each filter, the most frequent first, with how many rows have them. */
export interface Choices {
  statuses: Choice[];
  topics: Choice[];
  findings: Choice[];
}

export interface Choice {
  value: string;
  rows: number;
}

/** So many are enough to choose from; the search finds the others. */
const MOST_CHOICES = 200;

export function choices(rows: readonly Row[]): Choices {
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
  return { statuses: listed(statuses), topics: listed(topics), findings: listed(findings) };
}

function listed(map: Map<string, number>): Choice[] {
  return [...map]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows || collator.compare(a.value, b.value))
    .slice(0, MOST_CHOICES);
}
