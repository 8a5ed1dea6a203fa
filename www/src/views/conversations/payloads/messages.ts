// What the page and the library's thread say to each other.

import type { Check, Summary } from "../row.ts";

/** What a payload is, as the thread has read it. */
export interface Read {
  key: number;
  /** The line of the file in which it begins; null for what the worker received. */
  line: number | null;
  summary: Summary;
  /** Null without a configuration that works, or when it can't be read. */
  check: Check | null;
  trouble: string | null;
}

/** Why a file was not read to its end. */
export type ReadTrouble = { code: "open" | "behind"; line: number } | { code: "too-many" | "unreadable" };

export type Order =
  /** Checks everything anew. A null configuration: there is none that works. */
  | { do: "configure"; config: string | null; limetypes: string }
  /** Reads a file; its conversations get this key and the ones after it. */
  | { do: "read"; read: number; file: File; key: number }
  /** Ends a reading; what was read stays. */
  | { do: "stop"; read: number }
  /** Takes a payload that the worker received. */
  | { do: "take"; key: number; bytes: ArrayBuffer }
  | { do: "forget"; keys: number[] | null }
  /** One payload's text; answered by `payload`. */
  | { do: "payload"; ask: number; key: number }
  /** The payloads of these conversations as one JSON array; answered by `body`. */
  | { do: "body"; ask: number; keys: number[] };

export type Report =
  | { is: "rows"; read: number | null; rows: Read[]; bytes: number }
  /** `rows`: so many the file had. */
  | { is: "end"; read: number; trouble: ReadTrouble | null }
  | { is: "checked"; checks: [key: number, check: Check | null][]; left: number }
  | { is: "payload"; ask: number; text: string | null }
  | { is: "body"; ask: number; body: Blob }
  /** The thread itself is of no use: WebAssembly does not run in it. */
  | { is: "broken"; message: string };

/** So many conversations one file may have: the keys are dealt out before it is known how many there are. */
export const MOST_CONVERSATIONS = 200_000;
/** What one conversation may have, in bytes; the mapper's limit, too. */
export const MOST_BYTES = 16 * 1024 * 1024;
