import assert from "node:assert/strict";
import { test } from "node:test";
import { JobWatcher } from "../../../www/src/views/conversations/job-watcher.ts";

/** A worker with one job of so many rows, of which `done` have ended. */
function server(total) {
  const state = {
    done: 0,
    failed: [],
    version: 0,
    cancelled: false,
    breaks: 0,
    silences: 0,
    asked: [],
    wake: () => {},
  };
  const job = () => {
    const ended = state.done === total;
    const counts = {
      total,
      waiting: total - state.done,
      running: 0,
      done: state.done,
      failed: 0,
      cancelled: 0,
      created: 0,
      updated: 0,
    };
    return {
      id: "1",
      kind: "bulk",
      state: state.cancelled ? "cancelled" : ended ? "done" : "running",
      counts,
      version: state.version,
      error: null,
      rateLimitedUntil: null,
    };
  };
  const row = (n) => ({
    row: n,
    conversation: n,
    status: n <= state.done ? "done" : "waiting",
    attempts: n <= state.done ? 1 : 0,
    created: true,
    url: `https://lime.example/${n}`,
    error: null,
  });
  return {
    state,
    async json(route, { query, signal } = {}) {
      state.asked.push(route);
      if (route === "POST /api/bulk/:id/cancel") {
        state.cancelled = true;
        return job();
      }
      signal?.throwIfAborted();
      const { limit, after } = query;
      const rows = [];
      for (let n = after + 1; n <= total && rows.length < limit; n += 1) rows.push(row(n));
      return { rows, next: null };
    },
    async fetch(_route, { signal }) {
      if (state.silences > 0) {
        state.silences -= 1;
        // As fetch does with a body whose request is aborted.
        const start = (controller) => signal.addEventListener("abort", () => controller.error(signal.reason));
        return new Response(new ReadableStream({ start }));
      }
      if (state.breaks > 0) {
        state.breaks -= 1;
        throw new Error("the worker can't be reached");
      }
      const encoder = new TextEncoder();
      return new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setImmediate(resolve));
            state.done = Math.min(total, state.done + Math.ceil(total / 4));
            state.version += 1;
            const ended = state.done === total || state.cancelled;
            controller.enqueue(
              encoder.encode(`event: ${ended ? "end" : "progress"}\ndata: ${JSON.stringify(job())}\n\n`),
            );
            if (ended) controller.close();
          },
        }),
      );
    },
  };
}

const begin = async (made, events = {}, maxSilence = 40) =>
  new JobWatcher(
    made,
    await made
      .json("GET /api/bulk/:id/rows", { query: { limit: 1, after: 0 } })
      .then(() => ({ id: "1", state: "running", counts: { running: 0 } })),
    {
      progress: () => {},
      rows: () => {},
      connection: () => {},
      ...events,
    },
    maxSilence,
  );

test("a job is watched to its end, and every row is reported", async () => {
  const made = server(2500);
  const known = new Map();
  const progress = [];
  const job = await begin(made, {
    progress: ({ counts }) => progress.push(counts.done),
    rows: (rows) => {
      for (const row of rows) known.set(row.row, row.status);
    },
  });
  await job.watch();
  assert.deepEqual(progress, [625, 1250, 1875, 2500]);
  assert.equal(known.size, 2500);
  assert.ok([...known.values()].every((status) => status === "done"));
  assert.equal(job.hasEnded, true);
});

test("a connection that breaks is made again", async () => {
  const made = server(4);
  made.state.breaks = 1;
  const connection = [];
  const job = await begin(made, { connection: (error) => connection.push(error?.message ?? null) });
  await job.watch();
  assert.deepEqual(connection, ["the worker can't be reached", null]);
  assert.equal(job.hasEnded, true);
});

test("a connection without a sign of life is made again", async () => {
  const made = server(4);
  made.state.silences = 1;
  const connection = [];
  const job = await begin(made, { connection: (error) => connection.push(error?.message ?? null) }, 0.05);
  await job.watch();
  assert.deepEqual(connection, [null, "The server did not answer within 0.05 seconds. Try again in a moment.", null]);
  assert.equal(job.hasEnded, true);
});

test("a job that is left is not asked for any more", async () => {
  const made = server(1000);
  const job = await begin(made, { progress: () => job.dispose() });
  await job.watch();
  assert.equal(job.hasEnded, false);
});
