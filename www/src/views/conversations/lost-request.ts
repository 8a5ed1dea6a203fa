// Requests for a job whose answer did not arrive: the job may have been started, so it is looked up before anything is said.

import type { Job, JobKind, TimeRange } from "../../../../contract/jobs.ts";
import type { ApiClient } from "./job-watcher.ts";

/** Jobs that are looked at, newest first. */
const NEWEST = 20;
/** Rows of a job that are compared. */
const COMPARED_ROWS = 100;

/** A request for a job, as it can be recognized among the jobs. */
export interface JobRequest {
  kind: JobKind;
  /** Ids of the conversations, in the job's order; null for a backfill. */
  conversations: readonly (number | null)[] | null;
  /** Range of a backfill. */
  range: TimeRange | null;
  /** Ids of the jobs that were there before. */
  known: ReadonlySet<string>;
}

/** Returns the ids of the newest jobs. */
export async function knownJobs(api: ApiClient): Promise<ReadonlySet<string>> {
  const { jobs } = await api.json("GET /api/bulk", { query: { limit: NEWEST } });
  return new Set(jobs.map(({ id }) => id));
}

/** Returns the job that a request started, also while its upload is received; undefined when there is none. */
export async function findJob(api: ApiClient, request: JobRequest): Promise<Job | undefined> {
  const { jobs } = await api.json("GET /api/bulk", { query: { limit: NEWEST } });
  for (const job of jobs) {
    if (request.known.has(job.id) || job.kind !== request.kind || job.state === "failed") continue;
    if (await isOf(api, job, request)) return job;
  }
  return undefined;
}

async function isOf(api: ApiClient, job: Job, { conversations, range }: JobRequest): Promise<boolean> {
  if (conversations === null) {
    const starts = (time: string | undefined) => Date.parse(time ?? "");
    return starts(job.range?.from) === starts(range?.from) && starts(job.range?.to) === starts(range?.to);
  }
  if (job.state !== "receiving" && job.counts.total !== conversations.length) return false;
  const query = { limit: COMPARED_ROWS, after: 0 };
  const { rows } = await api.json("GET /api/bulk/:id/rows", { params: { id: job.id }, query });
  return rows.every(({ row, conversation }) => conversation === conversations[row - 1]);
}
