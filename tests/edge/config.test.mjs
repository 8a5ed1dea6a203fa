import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { startEdge } from "./edge.mjs";

const example = JSON.parse(readFileSync(new URL("../../pkg/examples/config.json", import.meta.url), "utf8"));
const edge = await startEdge({ after });
const put = (json, headers = {}) => edge.ask("/api/config", { method: "PUT", json, headers });
const named = (name) => ({ instances: [{ ...example.instances[0], name }] });

test("the first configuration is the package's example, without problems", async () => {
  const { status, headers, body } = await edge.ask("/api/config");
  assert.equal(status, 200);
  assert.equal(headers.get("etag"), '"0"');
  assert.deepEqual(body, { version: 0, savedAt: null, problems: [], config: example });
});

test("a configuration is saved as a new version, used at once, and survives a restart", async () => {
  const { status, body } = await put(named("First"));
  assert.equal(status, 200);
  assert.equal(body.version, 1);
  assert.ok(Date.parse(body.savedAt) > 0);
  const preview = (await edge.ask("/api/preview", { method: "POST", body: '{"id": 1}' })).body;
  assert.equal(preview.instance.name, "First");
  await edge.restart();
  const after = (await edge.ask("/api/config")).body;
  assert.deepEqual([after.version, after.config], [1, named("First")]);
});

test("all problems are reported with their positions, and nothing is saved", async () => {
  const before = (await edge.ask("/api/config")).body;
  const wrong = named("Wrong");
  wrong.instances[0].properties = { title: { userlikeKey: "a..b" }, source: { userlikeKey: 5 } };
  wrong.instances[0].surprise = true;
  const { status, body } = await put(wrong);
  assert.equal(status, 422);
  assert.equal(body.error.code, "invalid-config");
  assert.deepEqual(body.error.problems.map(({ severity, pointer }) => `${severity} ${pointer}`).sort(), [
    "error /instances/0/properties/source/userlikeKey",
    "error /instances/0/properties/title/userlikeKey",
    "warning /instances/0/surprise",
  ]);
  for (const text of ["", "{", "[]", "\u0000"]) {
    const answer = await edge.ask("/api/config", { method: "PUT", body: text });
    assert.equal(answer.status, 422, JSON.stringify(text));
  }
  assert.equal((await edge.ask("/api/config", { method: "PUT", body: Buffer.from([0x22, 0xff, 0x22]) })).status, 400);
  assert.deepEqual((await edge.ask("/api/config")).body, before);
});

test("it is checked against Lime CRM's limetypes", async () => {
  const wrong = named("Wrong");
  wrong.instances[0].properties = { nothing: { defaultValue: "x" } };
  const { status, body } = await put(wrong);
  assert.equal(status, 422);
  assert.deepEqual(
    body.error.problems.map(({ code, pointer }) => [code, pointer]),
    [["unknown-property", "/instances/0/properties/nothing"]],
  );
});

test("warnings do not prevent saving", async () => {
  const { status, body } = await put({ ...named("Warned"), surprise: 1 });
  assert.equal(status, 200);
  assert.deepEqual(
    body.problems.map(({ severity, pointer }) => [severity, pointer]),
    [["warning", "/surprise"]],
  );
});

test("a change based on an older version does not overwrite a newer one", async () => {
  const { headers } = await edge.ask("/api/config");
  const match = { "if-match": headers.get("etag") };
  assert.equal((await put(named("Mine"), match)).status, 200);
  const late = await put(named("Late"), match);
  assert.equal(late.status, 412);
  assert.equal((await edge.ask("/api/config")).body.config.instances[0].name, "Mine");
  assert.equal((await put(named("Odd"), { "if-match": "3" })).status, 400);
});

test("the last fifty versions are stored, and each can be restored", async () => {
  const newest = (await edge.ask("/api/config")).body.version;
  for (let i = newest + 1; i <= 60; i += 1) assert.equal((await put(named(`Version ${i}`))).body.version, i);
  const { versions } = (await edge.ask("/api/config/versions")).body;
  assert.deepEqual(
    versions.map(({ version }) => version),
    Array.from({ length: 50 }, (_, i) => 60 - i),
  );
  const old = (await edge.ask("/api/config/versions/12")).body;
  assert.equal(old.config.instances[0].name, "Version 12");
  const restored = await edge.ask("/api/config/versions/12/restore", { method: "POST" });
  assert.equal(restored.status, 200);
  assert.equal(restored.body.version, 61);
  assert.deepEqual((await edge.ask("/api/config")).body.config, old.config);
  assert.equal((await edge.ask("/api/config/versions")).body.versions[0].restoredFrom, 12);
  for (const version of ["10", "62", "-1", "x", "1e3"]) {
    assert.equal((await edge.ask(`/api/config/versions/${version}/restore`, { method: "POST" })).status, 404);
  }
  // The example can always be restored.
  assert.equal((await edge.ask("/api/config/versions/0/restore", { method: "POST" })).status, 200);
  assert.deepEqual((await edge.ask("/api/config")).body.config, example);
});
