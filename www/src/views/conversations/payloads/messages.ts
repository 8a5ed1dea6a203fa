// What the page and its web worker for conversations exchange.

import type { Check, Origin, ReadError, Summary } from "../row.ts";

/** What a payload is, as the web worker has read it. */
export interface LoadedRow {
  key: number;
  /** The line of the file in which it begins; null for what the worker received. */
  line: number | null;
  summary: Summary;
  /** Null without a configuration that works, or when it can't be read. */
  check: Check | null;
  readError: ReadError | null;
}

/** A row of which only the worker has the payload. */
export interface ListedRow {
  key: number;
  origin: Origin;
  receivedAt: number | null;
  conversation: number | null;
}

/** A row that was kept in the browser. Without a payload it has no summary. */
export interface RestoredRow extends ListedRow, Omit<LoadedRow, "line" | "summary"> {
  summary: Summary | null;
}

/** Why a file was not read to its end. */
export type ImportError = { code: "open" | "behind"; line: number } | { code: "too-many" | "unreadable" };

/** Events of the web worker. */
export type PayloadEvents = {
  /** Rows of a file (`read`) or a received payload (null), and the bytes of the file that were read. */
  rows: [rows: LoadedRow[], read: number | null, bytes: number];
  /** A file was read, to its end without an error. */
  ended: [read: number, error: ImportError | null];
  checked: [checks: [key: number, check: Check | null][], left: number];
  /** Rows that were kept in the browser. `savedAt`: when the list was last written, with the last rows; null when there is none. */
  restored: [rows: RestoredRow[], isLast: boolean, savedAt: number | null];
  /** The list is too large to be kept, or there is no storage for it. */
  notKept: [];
};

/** Maximum number of conversations per file: keys are reserved before their number is known. */
export const MAX_CONVERSATIONS = 200_000;
/** Keys for the conversations of a list that is kept. */
export const MAX_RESTORED = 2_000_000;
/** Maximum size of a payload in bytes; the same as the mapper's limit. */
export const MAX_BYTES = 16 * 1024 * 1024;
