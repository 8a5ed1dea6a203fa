import type { ImportError } from "./payloads/messages.ts";

/** Something that did not work, to be said above the table. */
export type Notice =
  | { type: "file"; name: string; error: ImportError | { code: "empty" | "not-json" } }
  | { type: "thread"; message: string }
  | { type: "worker"; message: string };

/** Names of files that hold conversations. */
export const JSON_FILE = /\.(json|ndjson|jsonl|txt|log)$/i;
