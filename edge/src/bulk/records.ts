import type { SendOptions } from "../conversation/records.ts";

/** Which conversations of Userlike's a backfill takes: created from `from` on and before `to`, as RFC 3339 times in UTC. */
export interface Range {
  from: string;
  to: string;
}

/** What a job is told when it is made. */
export interface JobSettings {
  id: string;
  options: SendOptions;
  /** How many conversations are sent at once. */
  concurrency: number;
  /** Under which the world reaches this worker. */
  origin: string;
  /** Only of a backfill. */
  range: Range | null;
}

/**
 * `receiving`: its conversations are coming in; nothing is sent until all are there (a backfill sends meanwhile).
 * `running`. `done`: every conversation is at its end. `cancelled`. `broken`: it did not come in whole, nothing was sent.
 */
export type JobState = "receiving" | "running" | "done" | "cancelled" | "broken";

/** `waiting`: its turn, or its time to be tried again, will come. */
export type RowStatus = "waiting" | "running" | "done" | "failed" | "cancelled";

/** How many conversations stand where. `done` are those that were `created` and those that were `updated`. */
export interface Counts {
  total: number;
  waiting: number;
  running: number;
  done: number;
  failed: number;
  cancelled: number;
  created: number;
  updated: number;
}

export interface Job {
  id: string;
  kind: "bulk" | "backfill";
  state: JobState;
  createdAt: string;
  endedAt: string | null;
  concurrency: number;
  options: SendOptions;
  range: Range | null;
  counts: Counts;
  /** How often anything about it has changed: the id of its newest event. */
  version: number;
  /** What keeps it from going on for now, or has broken it. */
  trouble: { code: string; message: string; until: string | null } | null;
}

/** One conversation of a job. */
export interface Row {
  /** Counts up from 1 in the order in which they came in. */
  row: number;
  /** Null when it could not be read. */
  conversation: number | null;
  status: RowStatus;
  attempts: number;
  /** Whether its limeobject was made, or was there; null until it is done. */
  created: boolean | null;
  url: string | null;
  error: { code: string; message: string } | null;
}
