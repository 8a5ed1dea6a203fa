import assert from "node:assert/strict";
import { test } from "node:test";
import { startEdge } from "./edge.mjs";

test("it says that it is there", async (t) => {
  const edge = await startEdge(t);
  const answer = await edge.fetch("/healthz");
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { ok: true });
  await edge.restart();
  assert.equal((await edge.fetch("/healthz")).status, 200);
  assert.equal((await edge.fetch("/")).status, 200);
});
