import { type Context, Hono } from "hono";
import type { Job, JobSettings, Row, RowStatus } from "../bulk/records.ts";
import type { Bulk } from "../bulk.ts";
import { csvLine } from "../csv.ts";
import { type App, bulkOf, workspaceOf } from "../env.ts";
import { HttpError, maxBodyBytes } from "../http.ts";
import { requestOrigin } from "../lime.ts";
import { invalid, sendOptions, wholeNumber } from "../options.ts";

/** How many conversations are sent at once, when nothing is said and at most. */
const CONCURRENCY = { usual: 8, most: 32 };
const STATUSES: readonly RowStatus[] = ["waiting", "running", "done", "failed", "cancelled"];
const REPORT_PAGE = 1000;

/** Many conversations at once. */
export const bulk = new Hono<App>();

/** A JSON array of payloads, or one payload a line. Answers when all are here; they are sent after that. */
bulk.post("/api/bulk", async (c) => {
  if (c.req.raw.body === null) throw invalid("the body", "a JSON array of payloads, or one payload a line (NDJSON)");
  const settings = jobSettings(c, null);
  await workspaceOf(c.env).addJob(settings.id);
  const job = await bulkOf(c.env, settings.id).receive(settings, c.req.raw.body, maxBodyBytes(c.env));
  if (job.state === "broken") {
    throw new HttpError(400, job.trouble?.code ?? "broken", job.trouble?.message ?? "the list can't be read", {
      job: job.id,
    });
  }
  return accepted(c, job);
});

/** The newest first; `next` is the address of the page after this one, or null. */
bulk.get("/api/bulk", async (c) => {
  const said = (name: string) => c.req.query(name);
  const limit = wholeNumber(said, "limit", 50) ?? 20;
  const listed = await workspaceOf(c.env).jobs(limit, wholeNumber(said, "before") ?? null);
  const jobs = await Promise.all(listed.map(({ id }) => bulkOf(c.env, id).job()));
  const last = listed.length === limit ? listed.at(-1) : undefined;
  return c.json({
    jobs: jobs.filter((job) => job !== null),
    next: last === undefined ? null : `/api/bulk?limit=${limit}&before=${last.n}`,
  });
});

bulk.get("/api/bulk/:id", async (c) => c.json(await found(c)));

/** In the order in which they came in, `?status=` of one kind; `next` is the address of the page after this one, or null. */
bulk.get("/api/bulk/:id/rows", async (c) => {
  const job = await found(c);
  const said = (name: string) => c.req.query(name);
  const status = said("status") ?? null;
  if (status !== null && !STATUSES.includes(status as RowStatus)) throw invalid("status", STATUSES.join(", "));
  const limit = wholeNumber(said, "limit", REPORT_PAGE) ?? 100;
  const after = said("after") === "0" ? 0 : (wholeNumber(said, "after") ?? 0);
  const rows = await bulkOf(c.env, job.id).rows(status as RowStatus | null, after, limit);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const kind = status === null ? "" : `&status=${status}`;
  return c.json({
    rows,
    next: last === undefined ? null : `/api/bulk/${job.id}/rows?limit=${limit}&after=${last.row}${kind}`,
  });
});

/**
 * Progress as server-sent events: `progress` with the job as `GET /api/bulk/:id` shows it, at last `end`. After an
 * interruption, `Last-Event-ID` (or `?after=`) says what was seen already.
 */
bulk.get("/api/bulk/:id/events", async (c) => {
  const job = await found(c);
  const seen = Number(c.req.header("last-event-id") ?? c.req.query("after") ?? 0);
  const events = await bulkOf(c.env, job.id).events(Number.isSafeInteger(seen) && seen > 0 ? seen : 0);
  return c.body(events, 200, { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" });
});

bulk.post("/api/bulk/:id/cancel", async (c) => {
  const { id } = await found(c);
  if (!(await bulkOf(c.env, id).cancel())) {
    throw new HttpError(409, "not-running", "only a job that is running can be cancelled; this one is not");
  }
  return c.json(await found(c));
});

/** Sends the rows that have failed once more, but those that could not be read. */
bulk.post("/api/bulk/:id/retry", async (c) => {
  const { id } = await found(c);
  const rows = await bulkOf(c.env, id).retry();
  if (rows === null) {
    throw new HttpError(
      409,
      "not-received",
      "this job's conversations are not all here, so nothing of it was sent; make it anew",
    );
  }
  return c.json({ ...(await found(c)), retried: rows }, 202);
});

bulk.get("/api/bulk/:id/report.csv", async (c) => {
  const { id } = await found(c);
  const head = csvLine(["row", "conversation", "status", "attempts", "created", "url", "error", "message"]);
  const body = report(bulkOf(c.env, id), head, (rows) => rows.map(csvRow).join(""), "");
  return c.body(body, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="bulk-${id}.csv"`,
  });
});

bulk.get("/api/bulk/:id/report.json", async (c) => {
  const job = await found(c);
  const head = `{"job":${JSON.stringify(job)},"rows":[`;
  const lines = (rows: Row[]) => rows.map((row) => `${row.row === 1 ? "" : ","}\n${JSON.stringify(row)}`).join("");
  return c.body(report(bulkOf(c.env, job.id), head, lines, "\n]}\n"), 200, {
    "Content-Type": "application/json",
    "Content-Disposition": `attachment; filename="bulk-${job.id}.json"`,
  });
});

/** @throws {HttpError} 422 `invalid-option` */
export function jobSettings(c: Context<App>, range: JobSettings["range"]): JobSettings {
  const said = (name: string) => c.req.query(name);
  const { limeobject, ...options } = sendOptions(said);
  if (limeobject !== undefined)
    throw invalid("limeobject", "left out: many conversations don't belong to one limeobject");
  const concurrency = wholeNumber(said, "concurrency", CONCURRENCY.most) ?? CONCURRENCY.usual;
  return { id: crypto.randomUUID(), options, concurrency, origin: requestOrigin(c.env, c.req.raw), range };
}

export function accepted(c: Context<App>, job: Job): Response {
  return c.json(job, 202, { Location: `/api/bulk/${job.id}` });
}

async function found(c: Context<App>): Promise<Job> {
  const id = c.req.param("id") ?? "";
  const job = /^[0-9a-f-]{36}$/.test(id) ? await bulkOf(c.env, id).job() : null;
  if (job === null) throw new HttpError(404, "no-job", `there is no job ${id}; GET /api/bulk lists them`);
  return job;
}

/** All rows, read page by page while they are sent. */
function report(
  job: DurableObjectStub<Bulk>,
  head: string,
  lines: (rows: Row[]) => string,
  foot: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(head)),
    pull: async (controller) => {
      const rows = await job.rows(null, after, REPORT_PAGE);
      after = rows.at(-1)?.row ?? after;
      controller.enqueue(encoder.encode(lines(rows) + (rows.length < REPORT_PAGE ? foot : "")));
      if (rows.length < REPORT_PAGE) controller.close();
    },
  });
}

const csvRow = ({ row, conversation, status, attempts, created, url, error }: Row): string =>
  csvLine([row, conversation, status, attempts, created, url, error?.code ?? null, error?.message ?? null]);
