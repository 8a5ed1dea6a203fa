import type { ReadTrouble } from "./payloads/messages.ts";

/** Something that did not work, to be said above the table. */
export type Notice =
  | { is: "file"; name: string; trouble: ReadTrouble | { code: "empty" | "not-json" } }
  | { is: "thread"; message: string }
  | { is: "worker"; message: string };

/** Names of files that hold conversations. */
export const JSON_FILE = /\.(json|ndjson|jsonl|txt|log)$/i;
