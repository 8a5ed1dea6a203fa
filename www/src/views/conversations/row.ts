import type { Finding } from "userlike-limeobject";

/** Whether a conversation can be sent: as it is, with something to know, or not at all. */
export type Verdict = "ready" | "warnings" | "blocked";

/** What the mapping makes of a conversation, as far as the table shows it. */
export interface Check {
  verdict: Verdict;
  /** The name of the instance that was chosen, and the limetype that it fills. */
  instance: string | null;
  limetype: string | null;
  findings: readonly Finding[];
}

/** What a conversation says about itself. Every text may be written by a stranger. */
export interface Summary {
  /** Null when the payload can't be read, or has no usable id. */
  conversation: number | null;
  contact: string;
  email: string;
  subject: string;
  topics: readonly string[];
  /** Userlike's status: new, open, ended, ... */
  status: string;
  /** Milliseconds since 1970. */
  startedAt: number | null;
  messages: number;
}

/** How far sending it has come. `waiting`: its turn, or its time to be tried again, will come. */
export type SendProgress = "waiting" | "running" | "done" | "failed" | "cancelled";

export interface RowSendState {
  progress: SendProgress;
  /** Whether its limeobject was made, or was there; null until it is done. */
  created: boolean | null;
  url: string | null;
  error: { code: string; message: string } | null;
}

/** One line of the table. */
export interface ConversationRow {
  /** Never changes and is never used again. */
  readonly key: number;
  /** Where it comes from, in words: a file's name with a line, or how the worker received it. */
  origin: string;
  /** Null until its payload was read. */
  summary: Summary | null;
  /** Known before the payload, where the worker lists it. */
  conversation: number | null;
  /** When the worker received it, in milliseconds since 1970; null for files. */
  receivedAt: number | null;
  /** Null until it was checked. */
  check: Check | null;
  /** Why the payload can't be read. */
  readError: string | null;
  /** A later row holds a newer payload of the same conversation; only that one is sent. */
  superseded: boolean;
  send: RowSendState | null;
  /** What the search looks into, in lower case. */
  searchText: string;
}

/** What the verdict column shows: the check's verdict, or why there is none. */
export type CheckStatus = Verdict | "unreadable" | "unchecked";

export function checkStatus({ check, readError }: ConversationRow): CheckStatus {
  if (readError !== null) return "unreadable";
  return check?.verdict ?? "unchecked";
}

export function searchTextOf({
  conversation,
  summary,
  origin,
}: Pick<ConversationRow, "conversation" | "summary" | "origin">): string {
  const { contact = "", email = "", subject = "", topics = [], status = "" } = summary ?? {};
  return [conversation ?? "", contact, email, subject, ...topics, status, origin].join("\n").toLowerCase();
}
