// Lime CRM's rate limit, which one object keeps for everything that sends requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startEdge } from "./edge.mjs";
import { addFaults, addOn, all, control, payload } from "./sandboxed.mjs";

/** @param {import("./edge.mjs").Edge} edge @param {{ requests: number, seconds: number }} limit */
async function limitBoth(edge, limit, key = "sandbox") {
  await edge.ask("/api/limetypes?refresh=1");
  await control(edge, "rate-limit", limit, "POST", key);
  await edge.ask("/api/settings", { method: "PUT", json: { rateLimit: limit } });
  await control(edge, "stats", undefined, "DELETE", key);
}

const refusals = async (edge) => (await control(edge, "stats")).tooManyRequests;

test("40 simultaneous conversations at 20 requests a second wait for their slots, and none gets a 429", async (t) => {
  const edge = await startEdge(t);
  await limitBoth(edge, { requests: 20, seconds: 1 });
  const begun = Date.now();
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => addOn(edge, payload(index + 1))));
  assert(answers.every(({ status }) => status === 200));
  const { requests } = await control(edge, "stats");
  const seconds = (Date.now() - begun) / 1000;
  assert(requests <= 20 * (seconds + 1), `${requests} requests in ${seconds} s`);
  assert.deepEqual(await refusals(edge), []);
  t.diagnostic(`${requests} requests in ${seconds.toFixed(1)} s`);
});

test("a killed worker remembers its requests", async (t) => {
  const edge = await startEdge(t);
  await limitBoth(edge, { requests: 30, seconds: 4 });
  for (let round = 0; round < 3; round += 1) {
    const first = round * 10 + 1;
    const sent = Array.from({ length: 5 }, (_, index) => addOn(edge, payload(first + index)).catch(() => {}));
    // Within the window of 4 s, so that the restarted worker has to remember the requests before.
    await Promise.race([Promise.all(sent), new Promise((resolve) => setTimeout(resolve, 2500))]);
    await edge.restart();
  }
  assert.deepEqual(await refusals(edge), []);
});

test("a job says until when it waits for the rate limit, and goes on at once when the rate is raised", async (t) => {
  const edge = await startEdge(t);
  await limitBoth(edge, { requests: 20, seconds: 60 });
  const body = JSON.stringify(Array.from({ length: 8 }, (_, index) => payload(index + 1)));
  const { id } = (await edge.ask("/api/bulk", { method: "POST", body })).body;
  const jobUntil = (condition) => edge.until(async () => (await edge.ask(`/api/bulk/${id}`)).body, condition, 60);
  const { state, version, rateLimitedUntil } = await jobUntil((job) => job.rateLimitedUntil !== null);
  assert.equal(state, "running");
  const wait = Date.parse(rateLimitedUntil) - Date.now();
  assert(wait > 0 && wait <= 60_100, `${wait} ms`);

  const limit = { requests: 1000, seconds: 60 };
  await control(edge, "rate-limit", limit);
  await edge.ask("/api/settings", { method: "PUT", json: { rateLimit: limit } });
  const done = await jobUntil((job) => job.state === "done");
  assert.deepEqual([done.counts.done, done.rateLimitedUntil], [8, null]);
  assert(done.version > version);
  assert.deepEqual(await refusals(edge), []);
});

test("a worker that restarts between bursts counts the requests that were sent, not what was reserved for them", async (t) => {
  const edge = await startEdge(t);
  const limit = { requests: 3000, seconds: 300 };
  await limitBoth(edge, limit);
  const readGauge = async (name) => {
    const metrics = await (await edge.admin("/metrics")).text();
    return Number(new RegExp(`^userlike_limeobject_rate_${name}_requests (\\d+)$`, "m").exec(metrics)?.[1]);
  };
  for (let round = 0; round < 2; round += 1) {
    await edge.ask("/api/limetypes?refresh=1");
    const { requests } = await control(edge, "stats");
    assert(requests > round, `${requests} requests`);
    // Slots that were not used are returned; 2 s after the last, the used ones are stored.
    await edge.until(
      () => readGauge("outstanding"),
      (outstanding) => outstanding === 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await edge.restart();
    const free = await readGauge("free");
    // The requests of `limitBoth` are not among those of the sandbox.
    const isExact = free <= limit.requests - requests && free > limit.requests - 20;
    assert(isExact, `${free} of ${limit.requests} are free after ${requests} requests`);
  }
});

test("a 429 pauses all requests, not only the one that got it", async (t) => {
  const edge = await startEdge(t);
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, { path: "/query/", status: 429, retryAfter: 2 });
  await control(edge, "stats", undefined, "DELETE");
  // Before the 429, so that the pause of 2 s ends 2 s later at the earliest, however late the fault is noticed.
  const begun = Date.now();
  const first = addOn(edge, payload(1));
  await edge.until(
    async () => (await control(edge, "faults")).faults,
    ([fault]) => fault.hits === 1,
  );
  const second = await addOn(edge, payload(2));
  assert.equal(second.status, 200);
  assert(Date.now() - begun > 1990, `${Date.now() - begun} ms`);
  assert.equal((await first).status, 200);
  assert.equal((await all(edge, "helpdesk")).length, 2);
});

test("a single send does not wait for the rows of a job", async (t) => {
  const edge = await startEdge(t);
  await limitBoth(edge, { requests: 60, seconds: 6 });
  const body = Array.from({ length: 100 }, (_, index) => JSON.stringify(payload(index + 1))).join("\n");
  const { body: job } = await edge.ask("/api/bulk?concurrency=16", { method: "POST", body });
  // The job has used its share.
  await edge.until(
    async () => (await control(edge, "stats")).requests,
    (requests) => requests >= 50,
  );
  const begun = Date.now();
  assert.equal((await addOn(edge, payload(1000))).status, 200);
  t.diagnostic(`the single send took ${Date.now() - begun} ms`);
  // At 10 requests a second, the rows of the job need most of a minute.
  const { counts } = (await edge.ask(`/api/bulk/${job.id}`)).body;
  assert(counts.waiting > 50, JSON.stringify(counts));
  await edge.ask(`/api/bulk/${job.id}/cancel`, { method: "POST" });
  assert.deepEqual(await refusals(edge), []);
});

test("three workers with their own conversations share one limit", async (t) => {
  const key = "key-of-the-tests-sandbox";
  const edge = await startEdge(t, { workers: 3, vars: { SANDBOX_API_KEY: key } });
  await limitBoth(edge, { requests: 25, seconds: 1 }, key);
  const headers = { "x-api-key": key, "content-type": "application/json" };
  const begun = Date.now();
  const sent = Array.from({ length: 45 }, (_, index) => {
    const init = { method: "POST", headers, body: JSON.stringify(payload(index + 1)) };
    const worker = (index % 3) + 1;
    return worker === 1 ? edge.fetch("/userlike/", init) : edge.fetchFrom(worker, "/userlike/", init);
  });
  for (const { status } of await Promise.all(sent)) assert.equal(status, 200);
  const { requests, tooManyRequests, objects } = await control(edge, "stats", undefined, "GET", key);
  assert.deepEqual(tooManyRequests, []);
  assert.deepEqual([objects.helpdesk, objects.history], [45, 45]);
  // The first worker knows its own conversations only, so the others delivered the rest.
  assert.equal((await edge.ask("/api/conversations/1")).status, 200);
  assert.equal((await edge.ask("/api/conversations/2")).status, 404);
  t.diagnostic(`${requests} requests in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
});
