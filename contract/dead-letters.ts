import type { ErrorSummary } from "./errors.ts";

/** A send that failed finally while nobody was waiting for it. */
export interface DeadLetter {
  id: number;
  conversation: number;
  send: number;
  at: string;
  attempts: number;
  error: ErrorSummary;
}

/** Which dead letters a request is about. */
export type DeadLetterSelection = { ids: number[] } | { all: true };
