import type { SendOptions } from "./conversations.ts";
import type { ErrorSummary } from "./errors.ts";

/** The range of a backfill: conversations created at or after `from` and before `to`, RFC 3339 in UTC. */
export interface TimeRange {
  from: string;
  to: string;
}

export const JOB_KINDS = ["bulk", "backfill"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/**
 * `receiving`: the upload is in progress and nothing is sent yet. `running`: conversations are sent; a backfill fetches at the same
 * time. `done`: every row has ended. `cancelled`: no further row is started. `failed`: the upload failed and nothing was sent.
 */
export const JOB_STATES = ["receiving", "running", "done", "cancelled", "failed"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** `waiting`: for its turn, or for its next attempt. */
export const ROW_STATUSES = ["waiting", "running", "done", "failed", "cancelled"] as const;
export type RowStatus = (typeof ROW_STATUSES)[number];

/** Number of rows by status. `done` is the sum of `created` and `updated`. */
export interface JobCounts extends Record<RowStatus, number> {
  total: number;
  created: number;
  updated: number;
}

/** Why a job failed, or why a backfill pauses. */
export interface JobError extends ErrorSummary {
  /** When fetching continues by itself; null when it does not. */
  retryAt: string | null;
}

export interface Job {
  id: string;
  kind: JobKind;
  state: JobState;
  createdAt: string;
  endedAt: string | null;
  /** Number of conversations that are sent at the same time. */
  concurrency: number;
  options: SendOptions;
  /** Only of a backfill. */
  range: TimeRange | null;
  counts: JobCounts;
  /** Increases with every change: the id of the newest event. */
  version: number;
  error: JobError | null;
  /** When the next request may be sent, while the rate limit of Lime CRM is used up; null while it is not. */
  rateLimitedUntil: string | null;
}

/** One conversation of a job. */
export interface JobRow {
  /** Number in the order of the upload, counted from 1. */
  row: number;
  /** Null when the payload could not be read. */
  conversation: number | null;
  status: RowStatus;
  attempts: number;
  /** Whether the delivery created the limeobject or found it; null until it is done. */
  created: boolean | null;
  /** Number of files that could not be fetched, or may not be, so that they are not attached; null until it is done, or when it is not known. */
  missingFiles: number | null;
  url: string | null;
  error: ErrorSummary | null;
}
