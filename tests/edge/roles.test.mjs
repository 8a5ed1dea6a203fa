// Who may use which route: every route with every role, and the tokens of operators.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { temporaryFolder } from "../temporary-folder.mjs";
import { ADMIN_TOKEN, startEdge, WEBHOOK_SECRET } from "./edge.mjs";
import { payload } from "./sandboxed.mjs";

const storage = await temporaryFolder("roles");
const edge = await startEdge({ after }, { storage, vars: { METRICS_TOKEN: "metrics-token-of-the-tests" } });

const PUBLIC = ["GET /healthz", "GET /addon.json"];
const OPERATORS = [
  "GET /api/session",
  "POST /api/preview",
  "POST /api/dry-run",
  "POST /api/send",
  "GET /api/conversations/{id}",
  "GET /api/config",
  "GET /api/limetypes",
];
/** Routes of Userlike's add-ons have secrets of their own; no token opens them. */
const ADDONS = /^POST \/(limepkg-userlike|userlike|webhooks)\b/;

let operators = 0;

async function createOperator(name = `Lisa Abel ${++operators}`) {
  const { status, body } = await edge.ask("/api/operators", { json: { name } });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const as = (token, path, init = {}) =>
  edge.ask(path, { ...init, headers: { authorization: token === null ? "" : `Bearer ${token}` } });

test("every route with every role", async () => {
  const { body: document } = await edge.ask("/api/openapi.json");
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })),
  );
  const { token: operator } = await createOperator();
  const { token: revoked, operator: former } = await createOperator("Former");
  assert.deepEqual((await edge.ask(`/api/operators/${former.id}`, { method: "DELETE" })).body, { revoked: former.id });

  const wrong = `${operator.slice(0, -1)}${operator.endsWith("A") ? "B" : "A"}`;
  const roles = {
    none: null,
    wrong,
    "of another form": "operator.1.short",
    "of another operator": operator.replace(/^operator\.\d+/, "operator.9999"),
    revoked,
    operator,
    administrator: ADMIN_TOKEN,
  };
  assert.ok(routes.length > 35, `${routes.length} routes`);
  for (const [role, token] of Object.entries(roles)) {
    // What the administrator deletes or saves here is named by an id that does not exist, or lacks its body.
    for (const { method, path } of routes) {
      const route = `${method} ${path}`;
      const address = path.replace("{id}", "987654").replace("{version}", "987654");
      const query = path.includes("/conversation") ? "?limetype=helpdesk&limeobjectId=1&conversationId=987654" : "";
      const answer = await edge.fetch(`${address}${query}`, {
        method,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
      });
      const text = await answer.text();
      const isOpen =
        PUBLIC.includes(route) ||
        (role === "administrator" && !ADDONS.test(route)) ||
        (role === "operator" && OPERATORS.includes(route));
      const isForbidden = role === "operator" && !isOpen && path.startsWith("/api/");
      const expected = isOpen ? "open" : isForbidden ? "not-permitted" : "unauthorized";
      const code = text.startsWith("{") ? JSON.parse(text).error?.code : undefined;
      const got = [401, 403].includes(answer.status) ? code : "open";
      assert.equal(got, expected, `${route} as ${role}: ${answer.status} ${text.slice(0, 200)}`);
      if (isForbidden) assert.equal(answer.status, 403, route);
    }
  }
  for (const [role, token] of Object.entries(roles)) {
    const { status } = await as(token, "/api/what-is-not-there");
    assert.equal(status, role === "administrator" ? 404 : role === "operator" ? 403 : 401, role);
  }
});

test("the table of the contract says the same", async () => {
  const { ACCESS } = await import(new URL("../../contract/roles.ts", import.meta.url).href);
  const named = Object.keys(ACCESS).filter((route) => ACCESS[route] === "operator");
  assert.deepEqual(named.map((route) => route.replace(/:(\w+)/g, "{$1}")).sort(), [...OPERATORS].sort());
});

test("an operator previews, dry-runs, sends, and reads what became of the conversation they name", async () => {
  const { token } = await createOperator("Lisa Abel");
  const sent = payload(71);
  assert.deepEqual((await as(token, "/api/session")).body, {
    role: "operator",
    name: "Lisa Abel",
    sandbox: true,
    lime: null,
    mediaHosts: (await edge.ask("/api/settings")).body.mediaHosts,
  });
  assert.equal((await as(token, "/api/config")).status, 200);
  assert.equal((await as(token, "/api/limetypes")).status, 200);
  assert.equal((await as(token, "/api/preview", { json: sent })).body.conversation, 71);
  assert.equal((await as(token, "/api/dry-run?partial=1", { json: sent })).body.conversation, 71);
  const { status, body } = await as(token, "/api/send?partial=1", { json: sent });
  assert.equal(status, 200, JSON.stringify(body));
  const state = await as(token, "/api/conversations/71");
  assert.equal(state.body.sends[0].receipt.url, body.url);
});

test("an operator reads no stored payload, sends none by its id, and has nothing fetched from Lime CRM", async () => {
  const { token } = await createOperator();
  await edge.ask("/api/send", { json: payload(72) });
  for (const [path, init] of /** @type {[string, object?][]} */ ([
    ["/api/conversations/72?payload=1"],
    ["/api/conversations/72?payload"],
    ["/api/limetypes?refresh=1"],
    ["/api/send", { json: { conversation: 72 } }],
    ["/api/dry-run", { json: { conversation: 72 } }],
  ])) {
    const { status, body } = await as(token, path, init);
    assert.equal(status, 403, path);
    assert.equal(body.error.code, "not-permitted");
    assert.match(body.error.message, /is for the administrator/);
  }
  assert.equal((await edge.ask("/api/conversations/72?payload=1")).status, 200);
});

test("a token is shown once, as a link whose fragment has it; only its hash is stored", async () => {
  const { operator, token, link } = await createOperator("  Ada  ");
  assert.equal(operator.name, "Ada");
  assert.equal(operator.lastUsedAt, null);
  const { search, hash, origin } = new URL(link);
  assert.equal(origin, new URL(edge.url).origin);
  assert.equal(search, "?addon");
  assert.equal(hash, `#token=${token}`);
  const secret = token.split(".").at(-1);
  assert.equal(Buffer.from(secret, "base64url").length, 32);
  await as(token, "/api/session");
  const listed = await edge.ask("/api/operators");
  assert.ok(!JSON.stringify(listed.body).includes(secret));

  const files = readdirSync(storage, { recursive: true, encoding: "utf8" }).filter((name) => /sqlite/.test(name));
  const stored = Buffer.concat(files.map((name) => readFileSync(join(storage, name))));
  assert.ok(stored.includes("Ada"), "the files are those of the operators");
  assert.ok(!stored.includes(secret), "the secret is not stored");
  assert.ok(stored.includes(createHash("sha256").update(secret).digest()), "its hash is");
  assert.ok(!edge.logs.join("\n").includes(secret), "nor is it in the log");
});

test("the last use is noted, but not written with every request", async () => {
  const { operator, token } = await createOperator();
  const lastUsed = async () => {
    const { body } = await edge.ask("/api/operators");
    return body.operators.find(({ id }) => id === operator.id).lastUsedAt;
  };
  assert.equal(await lastUsed(), null);
  await as(token, "/api/session");
  const first = await lastUsed();
  assert.ok(Date.now() - Date.parse(first) < 60_000);
  for (let n = 0; n < 5; n += 1) await as(token, "/api/session");
  assert.equal(await lastUsed(), first);
});

test("a token that is used too often waits for the next minute; others do not", async () => {
  const { token } = await createOperator("Busy");
  const { token: other } = await createOperator("Calm");
  // Twice as many as a minute allows, so that a minute that ends in between changes nothing.
  const answers = await Promise.all(Array.from({ length: 660 }, () => as(token, "/api/session")));
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0);
  assert.ok(answers.length - refused.length >= 300, "as many as are allowed");
  const [{ body, headers }] = /** @type {any} */ (refused);
  assert.equal(body.error.code, "too-many-requests");
  const wait = Number(headers.get("retry-after"));
  assert.ok(wait >= 1 && wait <= 60, String(wait));
  assert.equal((await as(other, "/api/session")).status, 200);
});

test("names are checked, the newest operator is listed first, and unknown ones are a 404", async () => {
  for (const json of [{}, { name: "" }, { name: "  " }, { name: "x".repeat(101) }, { name: 5 }, { name: "A", id: 1 }]) {
    const { status, body } = await edge.ask("/api/operators", { json });
    assert.equal(status, 422, JSON.stringify(json));
    assert.equal(body.error.code, "invalid-option");
  }
  const { operator } = await createOperator("Newest");
  assert.equal((await edge.ask("/api/operators")).body.operators[0].name, "Newest");
  assert.equal((await edge.ask(`/api/operators/${operator.id}`, { method: "DELETE" })).status, 200);
  const again = await edge.ask(`/api/operators/${operator.id}`, { method: "DELETE" });
  assert.equal(again.status, 404);
  assert.equal(again.body.error.code, "no-operator");
});

test("no two operators have the same name, however it is written", async () => {
  const { operator, token } = await createOperator("Åsa  Öberg");
  for (const name of ["Åsa Öberg", "  åsa öberg ", "ÅSA ÖBERG", "A\u030asa O\u0308berg", "\u00a0Åsa\u00a0Öberg"]) {
    const { status, body } = await edge.ask("/api/operators", { json: { name } });
    assert.equal(status, 409, JSON.stringify(name));
    assert.equal(body.error.code, "operator-exists");
    assert.equal(body.error.pointer, "/name");
    assert.match(body.error.message, /choose another name/);
  }
  assert.equal((await as(token, "/api/session")).status, 200, "the first one keeps the access");
  await createOperator("Åsa Öberg-Lind");
  // Two at once.
  const both = await Promise.all(["Twin", "twin"].map((name) => edge.ask("/api/operators", { json: { name } })));
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  await edge.ask(`/api/operators/${operator.id}`, { method: "DELETE" });
  await createOperator("Åsa Öberg");
});

test("the tokens survive a restart", async () => {
  const { token } = await createOperator("Lasting");
  await edge.restart();
  assert.equal((await as(token, "/api/session")).body.name, "Lasting");
  assert.equal((await as(ADMIN_TOKEN, "/api/session")).body.role, "administrator");
});

test("an add-on's secret opens its own route only", async () => {
  const headers = { "x-userlike-secret": WEBHOOK_SECRET, "x-api-key": "sandbox" };
  assert.equal((await edge.fetch("/api/session", { headers })).status, 401);
  assert.equal((await edge.fetch("/webhooks/userlike", { method: "POST", headers, body: "{}" })).status, 200);
});
