import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { Mapper } from "userlike-limeobject";
import { startEdge } from "./edge.mjs";

const example = (name) => readFileSync(new URL(`../../pkg/examples/${name}`, import.meta.url));
const payload = example("conversation.json");
const edge = await startEdge({ after });
const preview = (body, query = "") => edge.admin(`/api/preview${query}`, { method: "POST", body });

test("a preview has the same bytes as the package's for the same configuration and limetypes", async () => {
  const { body } = await edge.ask("/api/limetypes");
  const mapper = new Mapper(example("config.json"), { limetypes: body.limetypes });
  const answer = await preview(payload);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(answer.headers.get("x-configuration-version"), "0");
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.from(mapper.transform(payload)));
});

test("the default configuration has no errors for the example against the sandbox's limetypes", async () => {
  const { findings } = await (await preview(payload)).json();
  assert.deepEqual(
    findings.filter(({ severity }) => severity === "error"),
    [],
  );
});

test("an instance can be chosen by its name", async () => {
  const named = await (await preview(payload, "?instance=Helpdesk")).json();
  assert.equal(named.instance.name, "Helpdesk");
  const unknown = await (await preview(payload, "?instance=Nothing")).json();
  assert.equal(unknown.instance, null);
});

test("a body that is not a conversation is rejected with the position", async () => {
  const answer = await preview('{\n "id": }');
  assert.equal(answer.status, 400);
  const { error } = await answer.json();
  assert.equal(error.code, "not-json");
  assert.equal(error.line, 2);
  assert.ok(error.message);
  assert.equal((await preview("[]")).status, 400);
  assert.equal((await preview("")).status, 400);
});

test("a hundred simultaneous previews are equal", async () => {
  const texts = await Promise.all(Array.from({ length: 100 }, async () => (await preview(payload)).text()));
  assert.equal(new Set(texts).size, 1);
});

test("a body that is too large is rejected, with or without Content-Length", async (t) => {
  const small = await startEdge(t, { vars: { MAX_BODY_BYTES: "1000" } });
  const large = "x".repeat(1001);
  const announced = await small.admin("/api/preview", { method: "POST", body: large });
  assert.equal(announced.status, 413);
  assert.equal((await announced.json()).error.code, "too-large");
  const streamed = await small.admin("/api/preview", {
    method: "POST",
    body: new Blob([large]).stream(),
    duplex: "half",
  });
  assert.equal(streamed.status, 413);
});

test("the log contains nothing of payloads or tokens", async () => {
  const secret = "what a visitor has said in confidence";
  const text = JSON.stringify({ id: 7, subject: secret, contact: { email: `${secret}@example.com` } });
  assert.equal((await preview(text)).status, 200);
  assert.equal((await preview(text.slice(0, -9))).status, 400);
  const log = edge.logs.join("\n");
  assert.match(log, /"event":"request","method":"POST","route":"\/api\/preview","status":200/);
  assert.ok(!log.includes("confidence"));
  assert.ok(!log.includes("admin-token-of-the-tests"));
});
