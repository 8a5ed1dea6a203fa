// Jobs: many conversations at once, their progress and their reports.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startEdge } from "./edge.mjs";
import { addFaults, addOn, control, made, payload } from "./sandboxed.mjs";

const ids = (count, from = 1) => Array.from({ length: count }, (_, index) => from + index);
const lines = (count, from) =>
  ids(count, from)
    .map((id) => JSON.stringify(payload(id)))
    .join("\n");

/** @param {import("./edge.mjs").Edge} edge @param {BodyInit} body */
async function begin(edge, body, query = "") {
  const { status, body: job } = await edge.ask(`/api/bulk${query}`, { method: "POST", body, duplex: "half" });
  assert.equal(status, 202, JSON.stringify(job));
  return job;
}

/** @param {import("./edge.mjs").Edge} edge */
const ended = (edge, { id }, seconds = 60) =>
  edge.until(
    async () => (await edge.ask(`/api/bulk/${id}`)).body,
    ({ state }) => state === "done",
    seconds,
  );

/** The events of a job, as they come. @returns {AsyncGenerator<{ id: string, event: string, data: any }>} */
async function* eventsOf(edge, { id }, headers = {}) {
  const answer = await edge.admin(`/api/bulk/${id}/events`, { headers });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "text/event-stream");
  let text = "";
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = Object.fromEntries(
        text
          .slice(0, end)
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      );
      text = text.slice(end + 2);
      if (event.data !== undefined) yield/** @type {any} */ ({ ...event, data: JSON.parse(event.data) });
    }
  }
}

test("the conversations of an upload are sent, each once", async (t) => {
  const edge = await startEdge(t);
  await addOn(edge, payload(2));
  const job = await begin(
    edge,
    JSON.stringify(
      ids(5).map((id) => payload(id)),
      null,
      2,
    ),
  );
  assert.deepEqual([job.kind, job.state, job.counts.total], ["bulk", "running", 5]);
  const { counts, endedAt } = await ended(edge, job);
  const nothing = { waiting: 0, running: 0, failed: 0, cancelled: 0 };
  assert.deepEqual(counts, { total: 5, done: 5, created: 4, updated: 1, ...nothing });
  assert(endedAt > job.createdAt);
  assert.deepEqual(await made(edge), { helpdesk: 5, ulconversation: 5, history: 6 });
  const { rows } = (await edge.ask(`/api/bulk/${job.id}/rows`)).body;
  assert.deepEqual(
    rows.map(({ row, conversation, created }) => [row, conversation, created]),
    [
      [1, 1, true],
      [2, 2, false],
      [3, 3, true],
      [4, 4, true],
      [5, 5, true],
    ],
  );
  assert.match(rows[0].url, /\/object\/helpdesk\//);
  const listed = (await edge.ask("/api/bulk")).body;
  assert.deepEqual([listed.jobs.map(({ id }) => id), listed.next], [[job.id], null]);
});

test("unreadable lines become failed rows with their positions", async (t) => {
  const edge = await startEdge(t, { vars: { MAX_BODY_BYTES: "20000" } });
  const large = JSON.stringify(payload(3, { subject: "x".repeat(30_000) }));
  const job = await begin(edge, `${lines(1)}\n\n{ "id": \n{}\n[]\n${large}\n${lines(1, 2)}\r\n`);
  const { counts } = await ended(edge, job);
  assert.deepEqual([counts.total, counts.done, counts.failed], [6, 2, 4]);
  const { rows } = (await edge.ask(`/api/bulk/${job.id}/rows?status=failed`)).body;
  assert.deepEqual(
    rows.map(({ error }) => error.code),
    ["cut-off", "conversation-id-missing", "wrong-shape", "too-large"],
  );
  assert.deepEqual(
    rows.map(({ error }) => Number(/^line (\d+)/.exec(error.message)?.[1])),
    [3, 4, 5, 6],
  );
  // Unreadable rows cannot be retried.
  assert.equal((await edge.ask(`/api/bulk/${job.id}/retry`, { method: "POST" })).body.retried, 0);
});

test("an incomplete upload is not sent at all", async (t) => {
  const edge = await startEdge(t);
  const list = `[${JSON.stringify(payload(1))},${JSON.stringify(payload(2))}`;
  const cut = await edge.ask("/api/bulk", { method: "POST", body: list });
  assert.deepEqual([cut.status, cut.body.error.code], [400, "invalid-json-list"]);
  const { body } = await edge.ask(`/api/bulk/${cut.body.error.job}`);
  assert.deepEqual([body.state, body.counts.total], ["failed", 0]);
  assert.equal((await edge.ask(`/api/bulk/${body.id}/retry`, { method: "POST" })).status, 409);
  // The connection breaks after the first conversations have arrived.
  const jobs = async () => (await edge.ask("/api/bulk")).body.jobs;
  const upload = new ReadableStream({
    async pull(controller) {
      controller.enqueue(new TextEncoder().encode(`${lines(3)}\n`));
      await edge.until(jobs, ([job]) => job.state === "receiving" && job.counts.total > 0);
      controller.error(new Error("the connection broke"));
    },
  });
  await assert.rejects(edge.admin("/api/bulk", { method: "POST", body: upload, duplex: "half" }));
  const [job] = await edge.until(jobs, (found) => found.length === 2 && found[0].state === "failed");
  assert.equal(job.error.code, "upload-interrupted");
  assert.deepEqual(await made(edge), { helpdesk: 0, ulconversation: 0, history: 0 });
});

test("options apply to all rows, and invalid ones are rejected", async (t) => {
  const edge = await startEdge(t);
  await addOn(edge, payload(1));
  await ended(edge, await begin(edge, lines(2), "?onlyIfChanged=1&concurrency=1"));
  assert.equal((await made(edge)).history, 2);
  for (const query of ["?concurrency=1000", "?existing=maybe", "?limeobject=7", "?onlyIfChanged=perhaps"]) {
    assert.equal((await edge.ask(`/api/bulk${query}`, { method: "POST", body: "[]" })).status, 422, query);
  }
  assert.equal((await ended(edge, await begin(edge, "[]"))).counts.total, 0);
});

test("progress is streamed as events, and a new stream continues after the last one seen", async (t) => {
  const edge = await startEdge(t, { vars: { LIME_RATE: "50/1" } });
  const job = await begin(edge, lines(40));
  const seen = [];
  for await (const event of eventsOf(edge, job)) {
    seen.push(event);
    if (seen.length === 3) break;
  }
  assert.deepEqual([...new Set(seen.map(({ event }) => event))], ["progress"]);
  const rest = [];
  for await (const event of eventsOf(edge, job, { "last-event-id": seen[2].id })) rest.push(event);
  assert(rest.length >= 2);
  assert.equal(rest.at(-1).event, "end");
  const numbers = [...seen, ...rest].map(({ id }) => Number(id));
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].sort((a, b) => a - b),
  );
  for (const { data } of [...seen, ...rest]) {
    const { total, waiting, running, done, failed, cancelled } = data.counts;
    assert.equal(waiting + running + done + failed + cancelled, total);
  }
  assert.equal(rest.at(-1).data.counts.done, 40);
  const after = [];
  for await (const event of eventsOf(edge, job)) after.push(event.event);
  assert.deepEqual(after, ["end"]);
});

test("a cancelled job sends nothing more", async (t) => {
  const edge = await startEdge(t, { vars: { LIME_RATE: "20/1" } });
  const job = await begin(edge, lines(60), "?concurrency=2");
  await edge.until(
    async () => (await edge.ask(`/api/bulk/${job.id}`)).body,
    ({ counts }) => counts.done >= 2,
  );
  const cancelled = await edge.ask(`/api/bulk/${job.id}/cancel`, { method: "POST" });
  assert.deepEqual([cancelled.status, cancelled.body.state], [200, "cancelled"]);
  const { counts } = await edge.until(
    async () => (await edge.ask(`/api/bulk/${job.id}`)).body,
    ({ counts }) => counts.running === 0,
  );
  assert.equal(counts.waiting, 0);
  assert.equal(counts.done + counts.cancelled, 60);
  assert(counts.cancelled > 40);
  // No received conversation is open any more, so nothing is left to send.
  await edge.until(
    async () => (await edge.ask("/api/conversations?limit=500")).body.conversations,
    (conversations) => conversations.every(({ state }) => state === "delivered" || state === "failed"),
  );
  assert.equal((await made(edge)).helpdesk, counts.done);
  assert.equal((await edge.ask(`/api/bulk/${job.id}/cancel`, { method: "POST" })).status, 409);
});

test("failed rows are retried on request, and the reports list all rows", async (t) => {
  const edge = await startEdge(t, { vars: { DELIVERY_ATTEMPTS: "1" } });
  await edge.ask("/api/limetypes?refresh=1");
  const refusal = '=HYPERLINK("https://evil.example"), said Lime';
  await addFaults(edge, { method: "POST", path: "/limeobject/helpdesk/", status: 422, times: 2, body: refusal });
  const job = await begin(edge, `${lines(4)}\nnonsense`);
  const first = await ended(edge, job);
  assert.deepEqual([first.counts.done, first.counts.failed], [2, 3]);

  const report = await edge.admin(`/api/bulk/${job.id}/report.csv`);
  assert.match(report.headers.get("content-type") ?? "", /^text\/csv/);
  const csv = (await report.text()).split("\r\n");
  assert.equal(csv[0], "row,conversation,status,attempts,created,url,error,message,missingFiles");
  assert.equal(csv.length, 7);
  assert.equal(csv.filter((line) => /^\d,\d,done,1,true,http:/.test(line)).length, 2);
  assert.equal(csv.filter((line) => /^\d,\d,failed,1,,,refused,/.test(line)).length, 2);
  assert(csv.every((line) => !/(^|,)"?[=+@-]/.test(line)));
  const json = (await edge.ask(`/api/bulk/${job.id}/report.json`)).body;
  assert.deepEqual([json.job.id, json.rows.length, json.rows[4].error.code], [job.id, 5, "not-json"]);

  const retried = await edge.ask(`/api/bulk/${job.id}/retry`, { method: "POST" });
  assert.deepEqual([retried.status, retried.body.retried, retried.body.state], [202, 2, "running"]);
  const { counts } = await ended(edge, job);
  assert.deepEqual([counts.done, counts.failed, counts.created], [4, 1, 4]);
  assert.deepEqual(await made(edge), { helpdesk: 4, ulconversation: 4, history: 4 });
});

test("a job waits while Lime CRM is unavailable", async (t) => {
  const edge = await startEdge(t, { vars: { RETRY_SECONDS: "0.5", RESUME_SECONDS: "1" } });
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, { path: "/limeobject/|/query/", status: 503, times: 15 });
  const job = await begin(edge, lines(3));
  const { counts } = await ended(edge, job, 90);
  assert.deepEqual([counts.done, counts.failed], [3, 0]);
  assert.deepEqual(await made(edge), { helpdesk: 3, ulconversation: 3, history: 3 });
});

test("a job whose worker is killed several times sends every conversation once", async (t) => {
  const edge = await startEdge(t, { vars: { LIME_RATE: "40/1", RESUME_SECONDS: "1" } });
  const job = await begin(edge, lines(60));
  const read = async () => (await edge.ask(`/api/bulk/${job.id}`)).body.counts;
  for (let kill = 0, done = 0; kill < 3; kill += 1) {
    ({ done } = await edge.until(read, (counts) => counts.done > done + 5));
    await edge.restart();
  }
  const { counts } = await ended(edge, job, 120);
  assert.deepEqual([counts.total, counts.done, counts.failed, counts.waiting + counts.running], [60, 60, 0, 0]);
  assert.deepEqual(await made(edge), { helpdesk: 60, ulconversation: 60, history: 60 });
});

test("jobs are for the administrator only, and unknown ids are a 404", async (t) => {
  const edge = await startEdge(t);
  const job = await begin(edge, lines(1));
  for (const path of ["", `/${job.id}`, `/${job.id}/rows`, `/${job.id}/events`, `/${job.id}/report.csv`]) {
    assert.equal((await edge.fetch(`/api/bulk${path}`)).status, 401);
  }
  for (const id of ["1", "00000000-0000-4000-8000-000000000000", "workspace"]) {
    assert.equal((await edge.ask(`/api/bulk/${id}`)).status, 404);
  }
});

test("an upload of 600 MB is stored while it arrives, not held in memory", async (t) => {
  const edge = await startEdge(t);
  const before = edge.memory();
  const custom = { page: "x".repeat(6_000_000) };
  // All but the id, encoded once.
  const rest = new TextEncoder().encode(`${JSON.stringify(payload(0, { id: undefined, custom })).slice(1)}\n`);
  let id = 0;
  let most = 0;
  const upload = new ReadableStream({
    pull(controller) {
      id += 1;
      controller.enqueue(new TextEncoder().encode(`{"id":${id},`));
      controller.enqueue(rest);
      most = Math.max(most, edge.memory() ?? 0);
      if (id === 100) controller.close();
    },
  });
  const job = await begin(edge, upload, "?concurrency=1");
  assert.equal(job.counts.total, 100);
  assert.equal((await edge.ask(`/api/bulk/${job.id}/cancel`, { method: "POST" })).status, 200);
  if (before === undefined) return t.diagnostic("no /proc here, so nobody looked");
  assert(most - before < 300, `${before.toFixed()} MB became ${most.toFixed()} MB`);
  t.diagnostic(`${before.toFixed()} MB, at most ${most.toFixed()} MB`);
});

// About 5,000 requests: a minute where nothing else runs, several on a busy machine.
const SEVERAL_MINUTES = { timeout: 900_000 };

test("1,000 conversations at 100 requests a second arrive without a 429 of Lime CRM", SEVERAL_MINUTES, async (t) => {
  const limit = { requests: 100, seconds: 1 };
  const edge = await startEdge(t);
  await edge.ask("/api/limetypes?refresh=1");
  await control(edge, "rate-limit", limit);
  await edge.ask("/api/settings", { method: "PUT", json: { rateLimit: limit } });
  await control(edge, "stats", undefined, "DELETE");
  const begun = Date.now();
  const job = await begin(edge, lines(1000), "?concurrency=16");
  const totals = new Set();
  let events = 0;
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for await (const { data } of eventsOf(edge, job)) {
    const { total, waiting, running, done, failed } = data.counts;
    assert.equal(waiting + running + done + failed, total);
    totals.add(total);
    events += 1;
    least = Math.min(least, edge.memory() ?? 0);
    most = Math.max(most, edge.memory() ?? 0);
  }
  const seconds = (Date.now() - begun) / 1000;
  const { counts } = (await edge.ask(`/api/bulk/${job.id}`)).body;
  assert.deepEqual([counts.done, counts.created, counts.failed], [1000, 1000, 0]);
  assert.deepEqual([...totals], [1000]);
  const stats = await control(edge, "stats");
  assert.equal(stats.tooManyRequests.length, 0, JSON.stringify(stats.tooManyRequests));
  assert.deepEqual([stats.objects.helpdesk, stats.objects.ulconversation, stats.objects.history], [1000, 1000, 1000]);
  const perSecond = stats.requests / seconds;
  assert(perSecond <= 100);
  t.diagnostic(
    `${stats.requests} requests in ${seconds.toFixed(1)} s: ${perSecond.toFixed(1)} a second, ${events} events, ${least.toFixed()} to ${most.toFixed()} MB`,
  );
});
