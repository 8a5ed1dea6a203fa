import type { SendOptions } from "../../../../contract/conversations.ts";
import type { ErrorSummary } from "../../../../contract/errors.ts";
import type { TimeRange } from "../../../../contract/jobs.ts";

/** Settings of a job, fixed when it is created. */
export interface JobSettings {
  id: string;
  options: SendOptions;
  /** Number of conversations that are sent at the same time. */
  concurrency: number;
  /** Origin of the worker for the outside. */
  origin: string;
  /** Only of a backfill. */
  range: TimeRange | null;
}

/** A row that is to be sent. */
export interface ClaimedRow {
  row: number;
  conversation: number;
  /** Its send; null until its conversation has accepted it. */
  send: number | null;
  /** Whether its send has failed and is to be queued again. */
  requeue: boolean;
  attempts: number;
}

/** The result of sending a row. */
export type RowResult =
  | { status: "done"; created: boolean; missingFiles: number; url: string }
  | { status: "failed"; error: ErrorSummary }
  | { status: "waiting"; nextAt: number; error: ErrorSummary | null };
