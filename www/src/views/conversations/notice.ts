import type { ImportError } from "./payloads/messages.ts";

/** A failure that is shown above the table until it is dismissed. */
export type Notice =
  | { type: "file"; name: string; error: ImportError | { code: "empty" | "not-json" } }
  | { type: "thread"; message: string }
  | { type: "not-kept" };

/** File names that are accepted as files of conversations. */
export const JSON_FILE = /\.(json|ndjson|jsonl|txt|log)$/i;
