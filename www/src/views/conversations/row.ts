import type { Finding } from "userlike-limeobject";
import type { Channel } from "../../../../contract/conversations.ts";
import type { ErrorSummary } from "../../../../contract/errors.ts";
import type { RowStatus } from "../../../../contract/jobs.ts";
import type { problemText } from "../../i18n/problem-text.ts";

/** Whether a conversation can be sent: without or with warnings, or not at all. */
export type Verdict = "ready" | "warnings" | "blocked";

/** Result of a preview, reduced to what the table shows. */
export interface Check {
  verdict: Verdict;
  /** Name of the chosen instance, and the limetype that it creates. */
  instance: string | null;
  limetype: string | null;
  findings: readonly Finding[];
}

/** Facts of a payload for the table. The texts are untrusted. */
export interface Summary {
  /** Null when the payload is unreadable or has no valid id. */
  conversation: number | null;
  contact: string;
  email: string;
  subject: string;
  topics: readonly string[];
  /** Userlike's status: new, open, ended, … */
  status: string;
  /** Milliseconds since 1970. */
  startedAt: number | null;
  messages: number;
}

export interface RowSendState {
  /** `waiting`: for its turn, or for its next attempt. */
  progress: RowStatus;
  /** Whether the limeobject was created or already existed; null until it is done, or when it is not known. */
  created: boolean | null;
  /** Number of files that are not attached; null until it is done, or when it is not known. */
  missingFiles: number | null;
  url: string | null;
  error: ErrorSummary | null;
}

/** Where a conversation comes from: a file, the worker, which received it, or a job that was started elsewhere. */
export type Origin =
  | { from: "file"; name: string; line: number }
  | { from: "received"; channel: Channel }
  | { from: "job" };

/** Why a payload is unreadable, as an error of the package or the worker, of which `problemText` makes a sentence. */
export type ReadError = Parameters<typeof problemText>[0];

/** Returns an error as a value that can be stored and sent between threads. */
export function toReadError(error: unknown): ReadError {
  const { message } = error as Error;
  return JSON.parse(JSON.stringify({ ...(error as object), message }));
}

/** One row of the table. Rows are replaced, never changed: a row that is the same object looks the same. */
export interface ConversationRow {
  /** Unique for the lifetime of the page. */
  readonly key: number;
  readonly origin: Origin;
  /** Null until the payload was read. */
  readonly summary: Summary | null;
  /** Known before the payload when the worker lists the conversation. */
  readonly conversation: number | null;
  /** When the worker received it, in milliseconds since 1970; null for rows from files. */
  readonly receivedAt: number | null;
  /** Null until it was checked. */
  readonly check: Check | null;
  /** Why the payload is unreadable; null when it is readable. */
  readonly readError: ReadError | null;
  /** A later row has a newer payload of the same conversation. Only the newest is sent. */
  readonly superseded: boolean;
  readonly send: RowSendState | null;
  /** Lowercase text that the search matches. */
  readonly searchText: string;
}

/** Verdict of the check, or why there is none. */
export type CheckStatus = Verdict | "unreadable" | "unchecked";

export function checkStatus({ check, readError }: ConversationRow): CheckStatus {
  if (readError !== null) return "unreadable";
  return check?.verdict ?? "unchecked";
}

/** Name of an origin in reports and for the search; not translated. */
export function originName(origin: Origin): string {
  if (origin.from === "file") return `${origin.name}:${origin.line}`;
  return origin.from === "received" ? `received (${origin.channel})` : "job";
}

export function searchTextOf({
  conversation,
  summary,
  origin,
}: Pick<ConversationRow, "conversation" | "summary" | "origin">): string {
  const { contact = "", email = "", subject = "", topics = [], status = "" } = summary ?? {};
  const words = [conversation ?? "", contact, email, subject, ...topics, status];
  return [...words, originName(origin)].join("\n").toLowerCase();
}
