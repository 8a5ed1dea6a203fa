import type { Database } from "./database.ts";

/** What an application needs of the runtime that it runs on. */
export interface Host {
  readonly database: Database;
  /** Calls `continueBulkImport` at this time, in milliseconds of Unix time. */
  setAlarm(at: number): void | Promise<void>;
  /** Announces the length of a response body, where a header `Content-Length` alone does not. */
  withLength?(body: ReadableStream<Uint8Array>, length: number): ReadableStream<Uint8Array>;
}
