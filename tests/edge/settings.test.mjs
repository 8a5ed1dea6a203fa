import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createSandbox } from "../../sandbox/node/server.ts";
import { startEdge } from "./edge.mjs";

const KEY = "0123456789abcdef0123456789abcdef";
const LIME = "https://crm.example/our%20crm";
const limetypes = JSON.parse(readFileSync(new URL("../../pkg/examples/limetypes.json", import.meta.url), "utf8"));

const sandbox = createSandbox({ apiKey: KEY });

/**
 * The Lime CRM at LIME, which accepts KEY.
 *
 * @param {{ requests?: string[], answer?: (path: string) => Response | undefined }} [options] `answer` comes before it.
 */
function limeCrm({ requests = [], answer = () => undefined } = {}) {
  return (/** @type {Request} */ request) => {
    requests.push(`${request.method} ${request.url} ${request.headers.get("x-api-key")}`);
    const given = answer(request.url);
    if (given !== undefined) return given;
    if (!request.url.startsWith(`${LIME}/`)) return new Response("Not here", { status: 404 });
    return sandbox.fetch(request);
  };
}

const put = (edge, json) => edge.ask("/api/settings", { method: "PUT", json });
const get = async (edge) => (await edge.ask("/api/settings")).body;

test("without saved settings the sandbox is used, and the variables apply", async (t) => {
  const edge = await startEdge(t);
  assert.deepEqual(await get(edge), {
    lime: null,
    sandbox: true,
    triggers: ["$lime", "conversation.ended"],
    addonOrigins: ["https://userlike.com", "https://www.userlike.com", "https://lime-connect.com"],
    mediaHosts: [
      "userlike.com",
      "*.userlike.com",
      "lime-connect.com",
      "*.lime-connect.com",
      "userlikecdn.com",
      "*.userlikecdn.com",
    ],
    rateLimit: { requests: 3000, seconds: 300 },
  });
  const configured = await startEdge(t, {
    vars: { MEDIA_HOSTS: "files.example , *.cdn.example", LIME_RATE: "100/60" },
  });
  const settings = await get(configured);
  assert.deepEqual(settings.mediaHosts, ["files.example", "*.cdn.example"]);
  assert.deepEqual(settings.rateLimit, { requests: 100, seconds: 60 });
});

test("access to a Lime CRM is tested before it is saved and used, and its key is never shown", async (t) => {
  const requests = [];
  const edge = await startEdge(t, { outbound: limeCrm({ requests }) });
  const { status, body } = await put(edge, { lime: { url: `${LIME}/`, apiKey: KEY } });
  assert.equal(status, 200);
  assert.deepEqual(body.lime, { url: LIME, apiKey: "••••cdef" });
  assert.equal(body.sandbox, false);
  assert.deepEqual(requests, [`GET ${LIME}/api/v1/ ${KEY}`]);
  const answer = (await edge.ask("/api/limetypes")).body;
  assert.equal(answer.source, LIME);
  const url = `${LIME}/api/v1/limetype/?_embed=limetypes.properties`;
  const metadata = await sandbox.fetch(new Request(url, { headers: { "x-api-key": KEY } }));
  assert.deepEqual(answer.limetypes, await metadata.json());
  await edge.restart();
  assert.deepEqual(await get(edge), body);
  assert.equal((await edge.ask("/api/limetypes?refresh=1")).status, 200);
  const said = [...edge.logs, JSON.stringify(body), await (await edge.admin("/metrics")).text()].join("\n");
  assert.ok(!said.includes(KEY));
  assert.ok(!said.includes(KEY.slice(0, 8)));
});

test("a short key is masked completely", async (t) => {
  const short = "k3y-of-15-chars";
  const edge = await startEdge(t, { outbound: () => Response.json({}) });
  const { body } = await put(edge, { lime: { url: LIME, apiKey: short } });
  assert.equal(body.lime.apiKey, "••••");
});

test("a wrong URL or key is reported, and nothing is saved", async (t) => {
  const rows = /** @type {const} */ ([
    [{ url: LIME, apiKey: `${KEY}0` }, "unauthorized", "/lime/apiKey"],
    [{ url: "https://crm.example/another", apiKey: KEY }, "not-lime-crm", "/lime/url"],
    [{ url: "https://down.example/crm", apiKey: KEY }, "unreachable", "/lime/url"],
    [{ url: "https://forbids.example/crm", apiKey: KEY }, "forbidden", "/lime/apiKey"],
    [{ url: "https://page.example/crm", apiKey: KEY }, "not-lime-crm", "/lime/url"],
    [{ url: "https://leads-away.example/crm", apiKey: KEY }, "not-lime-crm", "/lime/url"],
    [{ url: "https://busy.example/crm", apiKey: KEY }, "rate-limited", "/lime/url"],
    [{ url: "https://broken.example/crm", apiKey: KEY }, "unavailable", "/lime/url"],
  ]);
  const requests = [];
  const edge = await startEdge(t, {
    outbound: limeCrm({
      requests,
      answer: (url) => {
        const { hostname } = new URL(url);
        if (hostname === "down.example") throw new Error("no such host");
        if (hostname === "forbids.example") return new Response("", { status: 403 });
        if (hostname === "page.example") return new Response("<html>", { status: 200 });
        if (hostname === "leads-away.example") return Response.redirect("https://elsewhere.example/", 302);
        if (hostname === "busy.example") return new Response("", { status: 429 });
        return hostname === "broken.example" ? new Response("", { status: 503 }) : undefined;
      },
    }),
  });
  for (const [lime, code, pointer] of rows) {
    const { status, body } = await put(edge, { lime, triggers: [] });
    assert.equal(status, 422, code);
    assert.equal(body.error.code, code);
    assert.equal(body.error.pointer, pointer);
    assert.match(body.error.message, /^nothing was saved: /);
    assert.ok(!JSON.stringify(body).includes(KEY.slice(0, 8)));
  }
  assert.ok(!requests.some((request) => request.includes("elsewhere.example")));
  const settings = await get(edge);
  assert.deepEqual([settings.lime, settings.sandbox, settings.triggers.length], [null, true, 2]);
});

test("invalid settings are rejected with all their positions, and no request is sent", async (t) => {
  const requests = [];
  const edge = await startEdge(t, { outbound: limeCrm({ requests }) });
  const urls = [
    "",
    "crm",
    "http://crm.example/crm",
    "ftp://crm.example/crm",
    "https://crm.example/",
    "https://user:password@crm.example/crm",
    "https://crm.example/crm?a=b",
    "https://crm.example/crm#a",
    5,
    null,
  ];
  for (const url of urls) {
    const { status, body } = await put(edge, { lime: { url, apiKey: KEY } });
    assert.equal(status, 422, String(url));
    assert.deepEqual(
      body.error.problems.map(({ pointer }) => pointer),
      ["/lime/url"],
    );
  }
  const { status, body } = await put(edge, {
    lime: { url: LIME, apiKey: "with space" },
    sandbox: "yes",
    triggers: ["conversation.ended", "conversation.began"],
    addonOrigins: ["https://userlike.com/"],
    mediaHosts: ["userlike.com", "10.0.0.1"],
    rateLimit: { requests: 0, seconds: 300 },
    surprise: 1,
  });
  assert.equal(status, 422);
  assert.deepEqual(
    body.error.problems.map(({ pointer }) => pointer),
    ["/lime/apiKey", "/sandbox", "/triggers/1", "/addonOrigins/0", "/mediaHosts/1", "/rateLimit", "/surprise"],
  );
  for (const host of ["*", "*.com.", "[::1]", "localhost", "a_b.example", "https://a.example", "a.example:8080"]) {
    assert.equal((await put(edge, { mediaHosts: [host] })).status, 422, host);
  }
  for (const text of ["", "[]", "null", "{"]) {
    assert.equal((await edge.ask("/api/settings", { method: "PUT", body: text })).status, 400, text);
  }
  assert.deepEqual(requests, []);
});

test("the stored key is sent only to the server that it was entered for", async (t) => {
  const requests = [];
  const edge = await startEdge(t, {
    outbound: limeCrm({
      requests,
      answer: (url) => (url.startsWith("https://crm.example/moved/") ? Response.json({}) : undefined),
    }),
  });
  assert.equal((await put(edge, { lime: { url: LIME } })).body.error.problems[0].pointer, "/lime/apiKey");
  await put(edge, { lime: { url: LIME, apiKey: KEY } });
  requests.length = 0;

  for (const url of [
    "https://evil.example/crm",
    "https://crm.example:8443/crm",
    "https://crm.example.evil.example/crm",
  ]) {
    for (const apiKey of [undefined, "••••cdef"]) {
      const { status, body } = await put(edge, { lime: { url, apiKey } });
      assert.equal(status, 422);
      assert.equal(body.error.problems[0].pointer, "/lime/apiKey");
    }
  }
  assert.deepEqual(requests, []);

  // For the same server it is kept, whether absent or sent back masked.
  assert.equal((await put(edge, { lime: { url: "https://crm.example/moved" } })).status, 200);
  assert.equal((await put(edge, { lime: { url: LIME, apiKey: "••••cdef" } })).status, 200);
  assert.deepEqual(requests, [`GET https://crm.example/moved/api/v1/ ${KEY}`, `GET ${LIME}/api/v1/ ${KEY}`]);
});

test("absent settings stay; the sandbox can be used again, and is left only for a Lime CRM that answers", async (t) => {
  let down = false;
  const edge = await startEdge(t, {
    outbound: limeCrm({ answer: () => (down ? new Response("", { status: 500 }) : undefined) }),
  });
  assert.equal((await put(edge, { sandbox: false })).body.error.code, "no-lime-crm");
  await put(edge, { lime: { url: LIME, apiKey: KEY } });
  const { body } = await put(edge, { sandbox: true, triggers: ["$lime"], rateLimit: { requests: 10, seconds: 1 } });
  assert.equal(body.lime.url, LIME);
  assert.equal((await edge.ask("/api/limetypes")).body.source, "sandbox");
  down = true;
  assert.equal((await put(edge, { sandbox: false })).status, 422);
  assert.equal((await get(edge)).sandbox, true);
  down = false;
  const back = (await put(edge, { sandbox: false })).body;
  assert.deepEqual([back.sandbox, back.triggers, back.rateLimit], [false, ["$lime"], { requests: 10, seconds: 1 }]);
  const gone = (await put(edge, { lime: null })).body;
  assert.deepEqual([gone.lime, gone.sandbox], [null, true]);
});

test("limetypes are fetched once and on demand, and old ones are kept while Lime CRM is unavailable", async (t) => {
  let answer = JSON.stringify(limetypes);
  const requests = [];
  const edge = await startEdge(t, {
    outbound: limeCrm({
      requests,
      answer: (url) =>
        url.includes("limetype") ? new Response(answer, { status: answer === "" ? 500 : 200 }) : undefined,
    }),
  });
  await put(edge, { lime: { url: LIME, apiKey: KEY } });
  const asked = () => requests.filter((request) => request.includes("/limetype/")).length;
  const all = await Promise.all(Array.from({ length: 10 }, () => edge.ask("/api/limetypes")));
  assert.deepEqual(new Set(all.map(({ status }) => status)), new Set([200]));
  assert.equal(asked(), 1);
  await edge.restart();
  const { version } = (await edge.ask("/api/limetypes")).body;
  assert.equal(asked(), 1);

  // Larger than one row of the database.
  const large = [...limetypes, { ...limetypes[0], name: "large", note: "ä".repeat(3_000_000) }];
  answer = JSON.stringify(large);
  const refreshed = (await edge.ask("/api/limetypes?refresh=1")).body;
  assert.equal(asked(), 2);
  assert.notEqual(refreshed.version, version);
  assert.deepEqual(refreshed.limetypes, large);
  assert.deepEqual((await edge.ask("/api/limetypes")).body.limetypes, large);

  answer = "";
  const away = await edge.ask("/api/limetypes?refresh=1");
  assert.equal(away.status, 502);
  assert.equal(away.body.error.code, "unavailable");
  assert.equal((await edge.ask("/api/limetypes")).body.version, refreshed.version);
  const preview = await edge.ask("/api/preview", { method: "POST", body: '{"id": 1}' });
  assert.deepEqual([preview.status, preview.body.error], [200, undefined]);
});

test("without limetypes there is no preview, and the error says why", async (t) => {
  const edge = await startEdge(t, {
    outbound: limeCrm({ answer: (url) => (url.includes("limetype") ? new Response("", { status: 403 }) : undefined) }),
  });
  await put(edge, { lime: { url: LIME, apiKey: KEY } });
  const { status, body } = await edge.ask("/api/preview", { method: "POST", body: '{"id": 1}' });
  assert.equal(status, 502);
  assert.equal(body.error.code, "forbidden");
  // A configuration can be saved nevertheless.
  assert.equal((await edge.ask("/api/config")).status, 200);
});
