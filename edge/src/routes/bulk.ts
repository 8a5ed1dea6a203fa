import type { Context } from "hono";
import type { Job, JobRow } from "../../../contract/jobs.ts";
import { csvLine } from "../../../shared/csv.ts";
import { bodyStream } from "../platform/body.ts";
import { type App, bulkOf, type Env, publicOrigin, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { maxBodyBytes } from "../platform/variables.ts";
import { type Handlers, invalidOption } from "./handlers.ts";
import { jobSettings } from "./job-settings.ts";

/** Number of rows that a report reads at once. */
const REPORT_PAGE = 1000;

export const bulk: Handlers<
  | "POST /api/bulk"
  | "GET /api/bulk"
  | "GET /api/bulk/:id"
  | "GET /api/bulk/:id/rows"
  | "GET /api/bulk/:id/events"
  | "POST /api/bulk/:id/cancel"
  | "POST /api/bulk/:id/retry"
  | "GET /api/bulk/:id/report.csv"
  | "GET /api/bulk/:id/report.json"
> = {
  /** Answers when the upload is complete; the conversations are sent after that. */
  "POST /api/bulk": async ({ c, env, raw, query }) => {
    const upload = bodyStream(raw);
    if (upload === null) {
      throw invalidOption("the body", "a JSON array of payloads, or one payload per line (NDJSON)");
    }
    const settings = jobSettings(c, query, publicOrigin(env, raw), null);
    await workspaceOf(env).addJob(settings.id);
    const job = await bulkOf(env, settings.id).receive(settings, upload, maxBodyBytes(env));
    if (job.state === "failed") {
      const { code, message } = job.error ?? { code: "upload-interrupted", message: "the upload failed" };
      throw new HttpError(400, code, message, { job: job.id });
    }
    return { json: job, headers: { Location: `/api/bulk/${job.id}` } };
  },

  "GET /api/bulk": async ({ env, query: { limit, before = null } }) => {
    const page = await workspaceOf(env).jobs(limit, before);
    const jobs = await Promise.all(page.map(({ id }) => bulkOf(env, id).job()));
    const last = page.length === limit ? page.at(-1) : undefined;
    return {
      json: {
        jobs: jobs.filter((job) => job !== null),
        next: last === undefined ? null : `/api/bulk?limit=${limit}&before=${last.number}`,
      },
    };
  },

  "GET /api/bulk/:id": async ({ env, params: { id } }) => ({ json: await readJob(env, id) }),

  "GET /api/bulk/:id/rows": async ({ env, params, query: { status, limit, after } }) => {
    const { id } = await readJob(env, params.id);
    const rows = await bulkOf(env, id).rows(status ?? null, after, limit);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const filter = status === undefined ? "" : `&status=${status}`;
    const next = last === undefined ? null : `/api/bulk/${id}/rows?limit=${limit}&after=${last.row}${filter}`;
    return { json: { rows, next } };
  },

  "GET /api/bulk/:id/events": async ({ c, env, params, query: { after } }) => {
    const { id } = await readJob(env, params.id);
    const lastEvent = Number(c.req.header("last-event-id") ?? after);
    const events = await bulkOf(env, id).events(Number.isSafeInteger(lastEvent) && lastEvent > 0 ? lastEvent : 0);
    return c.body(events, 200, { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" });
  },

  "POST /api/bulk/:id/cancel": async ({ env, params }) => {
    const { id } = await readJob(env, params.id);
    if (!(await bulkOf(env, id).cancel())) {
      throw new HttpError(409, "not-running", "only a running job can be cancelled; this one is not running");
    }
    return { json: await readJob(env, id) };
  },

  "POST /api/bulk/:id/retry": async ({ env, params }) => {
    const { id } = await readJob(env, params.id);
    const retried = await bulkOf(env, id).retry();
    if (retried === null) {
      throw new HttpError(
        409,
        "not-received",
        "the upload of this job is not complete, so nothing was sent; upload it again",
      );
    }
    return { json: { ...(await readJob(env, id)), retried } };
  },

  "GET /api/bulk/:id/report.csv": async ({ c, env, params }) => {
    const { id } = await readJob(env, params.id);
    const head = csvLine([
      "row",
      "conversation",
      "status",
      "attempts",
      "created",
      "url",
      "error",
      "message",
      "missingFiles",
    ]);
    const body = reportStream(env, id, head, (rows) => rows.map(csvRow).join(""), "");
    return attachment(c, body, "text/csv; charset=utf-8", `bulk-${id}.csv`);
  },

  "GET /api/bulk/:id/report.json": async ({ c, env, params }) => {
    const job = await readJob(env, params.id);
    const head = `{"job":${JSON.stringify(job)},"rows":[`;
    const lines = (rows: JobRow[]) => rows.map((row) => `${row.row === 1 ? "" : ","}\n${JSON.stringify(row)}`).join("");
    const body = reportStream(env, job.id, head, lines, "\n]}\n");
    return attachment(c, body, "application/json", `bulk-${job.id}.json`);
  },
};

/** @throws {HttpError} 404 `no-job` */
async function readJob(env: Env, id: string): Promise<Job> {
  const job = /^[0-9a-f-]{36}$/.test(id) ? await bulkOf(env, id).job() : null;
  if (job === null) throw new HttpError(404, "no-job", `there is no job ${id}; GET /api/bulk lists them`);
  return job;
}

function attachment(c: Context<App>, body: ReadableStream, contentType: string, name: string): Response {
  return c.body(body, 200, {
    "Content-Type": contentType,
    "Content-Disposition": `attachment; filename="${name}"`,
  });
}

/** Streams all rows, which are read page by page while they are sent. */
function reportStream(
  env: Env,
  id: string,
  head: string,
  format: (rows: JobRow[]) => string,
  foot: string,
): ReadableStream<Uint8Array> {
  const job = bulkOf(env, id);
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(head)),
    pull: async (controller) => {
      const rows = await job.rows(null, after, REPORT_PAGE);
      after = rows.at(-1)?.row ?? after;
      controller.enqueue(encoder.encode(format(rows) + (rows.length < REPORT_PAGE ? foot : "")));
      if (rows.length < REPORT_PAGE) controller.close();
    },
  });
}

const csvRow = ({ row, conversation, status, attempts, created, missingFiles, url, error }: JobRow): string =>
  csvLine([
    row,
    conversation,
    status,
    attempts,
    created,
    url,
    error?.code ?? null,
    error?.message ?? null,
    missingFiles,
  ]);
