// Backfills from Userlike's JSON API, which a server in this process simulates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startEdge } from "./edge.mjs";
import { all, made, payload } from "./sandboxed.mjs";

const TOKEN = "token-of-the-tests";
const API = "https://userlike.example/api/um/v3/";
const day = (number) => `2024-02-${String(number).padStart(2, "0")}T12:00:00.000Z`;

/**
 * Userlike's API with so many conversations, one a day.
 *
 * @param {{ count: number, page?: number, transcripts?: boolean, order?: (list: any[]) => any[], fail?: (request: Request, n: number) => Response | undefined }} options
 */
function userlike({ count, page = 4, transcripts = true, order = (list) => list.reverse(), fail = () => undefined }) {
  const requests = [];
  const { transcript, ...bare } = payload(0);
  const conversations = order(
    Array.from({ length: count }, (_, index) => ({
      ...bare,
      ...(transcripts ? { transcript } : {}),
      id: index + 1,
      created_at: day(index + 1),
    })),
  );
  const outbound = (/** @type {Request} */ request) => {
    const url = new URL(request.url);
    requests.push(`${url.pathname}${url.search}`);
    const failure = fail(request, requests.length);
    if (failure !== undefined) return failure;
    if (request.headers.get("authorization") !== TOKEN) return new Response("{}", { status: 401 });
    if (!request.url.startsWith(API)) return new Response("no", { status: 404 });
    const list = (items) => {
      const at = Number(url.searchParams.get("cursor") ?? 0);
      const next = new URL(url);
      next.searchParams.set("cursor", String(at + page));
      return Response.json({ results: items.slice(at, at + page), next: at + page < items.length ? next.href : null });
    };
    if (url.pathname.endsWith("/conversations/all/")) return list(conversations);
    if (/\/conversations\/\d+\/messages\/$/.test(url.pathname)) return list([...transcript].reverse());
    return new Response("no", { status: 404 });
  };
  return { requests, outbound };
}

const vars = { USERLIKE_TOKEN: TOKEN, USERLIKE_API: API };

/** @param {import("./edge.mjs").Edge} edge */
async function begin(edge, range, query = "") {
  const { status, body } = await edge.ask(`/api/backfill${query}`, { json: range });
  assert.equal(status, 202, JSON.stringify(body));
  return body;
}

/** @param {import("./edge.mjs").Edge} edge */
const until = (edge, { id }, done) => edge.until(async () => (await edge.ask(`/api/bulk/${id}`)).body, done, 60);
const isDone = ({ state }) => state === "done";

test("the conversations of a range are fetched and sent; a second backfill changes nothing", async (t) => {
  const { outbound, requests } = userlike({ count: 20 });
  const edge = await startEdge(t, { vars, outbound });
  const range = { from: "2024-02-08", to: "2024-02-13T12:00:00Z" };
  const job = await begin(edge, range);
  assert.deepEqual(
    [job.kind, job.range.from, job.options],
    ["backfill", "2024-02-08T00:00:00.000Z", { onlyIfChanged: true }],
  );
  const { counts } = await until(edge, job, isDone);
  // Days 8 to 12: the 13th, at noon, is not before noon.
  assert.deepEqual([counts.total, counts.done, counts.created], [5, 5, 5]);
  const { rows } = (await edge.ask(`/api/bulk/${job.id}/rows`)).body;
  assert.deepEqual(
    rows.map(({ conversation }) => conversation),
    [12, 11, 10, 9, 8],
  );
  // The list is newest first, so reading stops before its end.
  assert.deepEqual(requests, [
    "/api/um/v3/conversations/all/?limit=100",
    "/api/um/v3/conversations/all/?limit=100&cursor=4",
    "/api/um/v3/conversations/all/?limit=100&cursor=8",
    "/api/um/v3/conversations/all/?limit=100&cursor=12",
  ]);
  const again = await until(edge, await begin(edge, range), isDone);
  assert.deepEqual([again.counts.done, again.counts.updated], [5, 5]);
  assert.deepEqual(await made(edge), { helpdesk: 5, ulconversation: 5, history: 5 });
});

test("a list in another order is read completely", async (t) => {
  const { outbound, requests } = userlike({ count: 12, order: (list) => list });
  const edge = await startEdge(t, { vars, outbound });
  const { counts } = await until(edge, await begin(edge, { from: "2024-02-02", to: "2024-02-04" }), isDone);
  assert.deepEqual([counts.total, requests.length], [2, 3]);
});

test("a missing transcript is fetched, in the order of its messages", async (t) => {
  const whole = userlike({ count: 1 });
  const bare = userlike({ count: 1, transcripts: false, page: 1 });
  const notes = [];
  for (const { outbound } of [whole, bare]) {
    const edge = await startEdge(t, { vars, outbound });
    await until(edge, await begin(edge, { from: "2024-02-01" }), isDone);
    notes.push((await all(edge, "history"))[0].note);
  }
  assert.equal(notes[1], notes[0]);
  assert(bare.requests.filter((path) => path.includes("/conversations/1/messages/")).length > 1);
});

test("it continues after a 429, a broken connection and a killed worker", async (t) => {
  const { outbound, requests } = userlike({
    count: 12,
    transcripts: false,
    fail(_, number) {
      if (number === 2) return new Response("slow down", { status: 429, headers: { "retry-after": "1" } });
      if (number === 9) throw new Error("gone");
      if (number === 14) return new Response("oh no", { status: 503, headers: { "retry-after": "1" } });
      return undefined;
    },
  });
  const edge = await startEdge(t, { vars: { ...vars, RESUME_SECONDS: "1", USERLIKE_RETRY_SECONDS: "1" }, outbound });
  const job = await begin(edge, { from: "2024-02-01" });
  const { error } = await until(edge, job, ({ error }) => error !== null);
  assert.equal(error.code, "userlike-rate-limited");
  assert(error.retryAt > new Date().toISOString());
  await until(edge, job, ({ counts }) => counts.total >= 4);
  await edge.restart();
  const { counts, error: none } = await until(edge, job, isDone);
  assert.deepEqual([counts.total, counts.done, none], [12, 12, null]);
  assert.deepEqual(await made(edge), { helpdesk: 12, ulconversation: 12, history: 12 });
  assert(requests.length < 40);
});

test("a wrong token, a wrong address and a next page on another server end it; earlier conversations are sent", async (t) => {
  const evil = { results: [payload(1, { created_at: day(1) })], next: "https://evil.example/api/um/v3/" };
  /** @type {[(request: Request, number: number) => Response | undefined, string, number][]} */
  const ends = [
    [() => new Response("no", { status: 401 }), "userlike-unauthorized", 0],
    [() => new Response("<html>", { status: 200 }), "not-userlike", 0],
    [(_, number) => (number === 1 ? Response.json(evil) : undefined), "untrusted-next-page", 1],
  ];
  for (const [fail, code, rows] of ends) {
    const { outbound, requests } = userlike({ count: 3, fail });
    const edge = await startEdge(t, { vars, outbound });
    const job = await until(edge, await begin(edge, { from: "2024-02-01" }), isDone);
    assert.deepEqual([job.error?.code, job.counts.done], [code, rows]);
    assert.equal(requests.length, 1);
  }
});

test("an invalid range and a worker without a token are rejected", async (t) => {
  const edge = await startEdge(t, { vars: { USERLIKE_API: "http://userlike.example/" } });
  const json = { from: "2024-02-01" };
  assert.equal((await edge.ask("/api/backfill", { json })).body.error.code, "no-userlike-token");
  const configured = await startEdge(t, { vars: { ...vars, USERLIKE_API: "http://userlike.example/" } });
  assert.equal((await configured.ask("/api/backfill", { json })).body.error.code, "bad-userlike-api");
  const good = await startEdge(t, { vars });
  for (const wrong of [
    {},
    { from: "yesterday" },
    { from: "2024-02-30x" },
    { from: "2024-02-02", to: "2024-02-01" },
    { from: "2024-02-01T12:00" },
    { from: "2024-02-01", until: "2024-02-02" },
  ]) {
    const { status, body } = await good.ask("/api/backfill", { json: wrong });
    assert.deepEqual([status, body.error.code], [422, "invalid-option"], JSON.stringify(wrong));
  }
});
