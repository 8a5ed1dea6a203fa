import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ADMIN_TOKEN, startEdge } from "./edge.mjs";

const edge = await startEdge({ after }, { vars: { ALLOWED_ORIGINS: "https://a.example, https://b.example" } });

const ROUTES = /** @type {const} */ ([
  ["GET", "/api/settings"],
  ["PUT", "/api/settings"],
  ["GET", "/api/config"],
  ["PUT", "/api/config"],
  ["GET", "/api/config/versions"],
  ["POST", "/api/config/versions/1/restore"],
  ["GET", "/api/limetypes"],
  ["POST", "/api/preview"],
  ["GET", "/api/what-is-not-there"],
]);

test("the API requires the admin token", async () => {
  for (const [method, path] of ROUTES) {
    for (const authorization of ["", "Bearer", "Bearer wrong", `Basic ${ADMIN_TOKEN}`, `Bearer ${ADMIN_TOKEN}x`]) {
      const answer = await edge.fetch(path, { method, headers: { authorization } });
      assert.equal(answer.status, 401, `${method} ${path} with ${authorization}`);
      assert.equal((await answer.json()).error.code, "unauthorized");
      assert.equal(answer.headers.get("www-authenticate"), "Bearer");
    }
  }
  assert.equal((await edge.admin("/api/settings")).status, 200);
  assert.equal(
    (await edge.fetch("/api/settings", { headers: { authorization: `bearer  ${ADMIN_TOKEN} ` } })).status,
    200,
  );
});

test("without ADMIN_TOKEN every request is rejected, and the error says what to do", async (t) => {
  for (const token of [undefined, ""]) {
    const closed = await startEdge(t, { vars: { ADMIN_TOKEN: token } });
    for (const path of ["/api/settings", "/metrics"]) {
      for (const authorization of ["", "Bearer", "Bearer undefined"]) {
        const answer = await closed.fetch(path, { headers: { authorization } });
        assert.equal(answer.status, 503);
        assert.match((await answer.json()).error.message, /wrangler secret put ADMIN_TOKEN/);
      }
    }
  }
});

test("an unknown route is a 404 in JSON, for the administrator only", async () => {
  const { status, body } = await edge.ask("/api/what-is-not-there");
  assert.equal(status, 404);
  assert.equal(body.error.code, "not-found");
  assert.match(body.error.message, /GET \/api\/what-is-not-there/);
});

test("only the allowed origins get CORS headers", async () => {
  const ask = (origin, method = "GET") =>
    edge.fetch("/api/settings", {
      method,
      headers: {
        origin,
        ...(method === "OPTIONS"
          ? { "access-control-request-method": "PUT", "access-control-request-headers": "authorization" }
          : { authorization: `Bearer ${ADMIN_TOKEN}` }),
      },
    });
  for (const origin of ["https://a.example", "https://b.example"]) {
    const preflight = await ask(origin, "OPTIONS");
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("access-control-allow-origin"), origin);
    assert.match(preflight.headers.get("access-control-allow-headers") ?? "", /authorization/i);
    assert.equal((await ask(origin)).headers.get("access-control-allow-origin"), origin);
  }
  for (const origin of ["https://c.example", "null", "https://a.example.evil.example", "http://a.example"]) {
    for (const method of ["OPTIONS", "GET"]) {
      const names = [...(await ask(origin, method)).headers.keys()];
      assert.deepEqual(
        names.filter((name) => name.startsWith("access-control-")),
        [],
      );
    }
  }
});

test("answers are not cached, sniffed or framed", async () => {
  for (const answer of [
    await edge.admin("/api/settings"),
    await edge.fetch("/api/settings"),
    await edge.fetch("/nothing"),
  ]) {
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'; frame-ancestors 'none'/);
  }
});

test("the page keeps the policy of its build, and Userlike may frame it", async () => {
  const answer = await edge.fetch("/");
  assert.equal(answer.status, 200);
  const html = await answer.text();
  const [, built] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const policy = answer.headers.get("content-security-policy") ?? "";
  const [ancestors] = policy.split("; ").slice(-1);
  assert.equal(policy, `${built?.replaceAll("&#39;", "'")}; ${ancestors}`);
  const { body } = await edge.ask("/api/settings");
  assert.equal(ancestors, ["frame-ancestors 'self'", ...body.addonOrigins].join(" "));
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
});

test("without the sandbox its address answers 404", async (t) => {
  assert.equal((await edge.fetch("/sandbox/client/")).status, 200);
  for (const options of [{ vars: { USE_SANDBOX: "off" } }, { sandbox: false }]) {
    const real = await startEdge(t, options);
    for (const path of ["/sandbox/client/", "/sandbox/api/v1/", "/sandbox/_control/stats"]) {
      const answer = await real.fetch(path, { headers: { "x-api-key": "sandbox" } });
      assert.equal(answer.status, 404);
    }
    const settings = (await real.ask("/api/settings")).body;
    assert.equal(settings.sandbox, false);
    const { status, body } = await real.ask("/api/limetypes");
    assert.equal(status, 503);
    assert.equal(body.error.code, "no-lime-crm");
  }
});
