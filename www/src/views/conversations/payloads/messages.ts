// What the page and the library's thread say to each other.

import type { MapperInput } from "../../../state/mapper.ts";
import type { Check, Origin, ReadError, Summary } from "../row.ts";

/** What a payload is, as the thread has read it. */
export interface LoadedRow {
  key: number;
  /** The line of the file in which it begins; null for what the worker received. */
  line: number | null;
  summary: Summary;
  /** Null without a configuration that works, or when it can't be read. */
  check: Check | null;
  readError: ReadError | null;
}

/** A row that was kept in the browser. */
export interface RestoredRow extends LoadedRow {
  origin: Origin;
  receivedAt: number | null;
}

/** Why a file was not read to its end. */
export type ImportError = { code: "open" | "behind"; line: number } | { code: "too-many" | "unreadable" };

export type WorkerRequest =
  /** Reads the list that is kept in this database; its conversations get this key and the ones after it. */
  | { type: "restore"; store: string; key: number }
  /** Checks everything anew. */
  | { type: "configure"; input: MapperInput }
  /** Reads a file; its conversations get this key and the ones after it. */
  | { type: "read"; read: number; file: File; key: number }
  /** Ends a reading; what was read stays. */
  | { type: "stop"; read: number }
  /** Takes a payload that the worker received. */
  | { type: "take"; key: number; bytes: ArrayBuffer; origin: Origin; receivedAt: number | null }
  | { type: "forget"; keys: number[] | null }
  /** One payload's text; answered by `payload`. */
  | { type: "payload"; ask: number; key: number }
  /** The payloads of these conversations as one JSON array; answered by `body`. */
  | { type: "body"; ask: number; keys: number[] };

export type WorkerMessage =
  /** `since`: when the list was kept, with the last rows; null when there is none. */
  | { type: "restored"; rows: RestoredRow[]; isLast: boolean; since: number | null }
  /** The list is too large to be kept, or there is no storage for it. */
  | { type: "not-kept" }
  | { type: "rows"; read: number | null; rows: LoadedRow[]; bytes: number }
  /** `rows`: so many the file had. */
  | { type: "end"; read: number; error: ImportError | null }
  | { type: "checked"; checks: [key: number, check: Check | null][]; left: number }
  | { type: "payload"; ask: number; text: string | null }
  | { type: "body"; ask: number; body: Blob }
  /** The thread itself is of no use: WebAssembly does not run in it. */
  | { type: "broken"; message: string };

/** Maximum number of conversations per file: keys are reserved before their number is known. */
export const MAX_CONVERSATIONS = 200_000;
/** Keys for the conversations of a list that is kept. */
export const MAX_RESTORED = 2_000_000;
/** Maximum size of a payload in bytes; the same as the mapper's limit. */
export const MAX_BYTES = 16 * 1024 * 1024;
