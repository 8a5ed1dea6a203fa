import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";

const { TimeLimit, secondsFor } = await import(new URL("../../www/src/api/time-limit.ts", import.meta.url).href);

test("a limit aborts its signal, and says that it was the limit", async () => {
  const limit = new TimeLimit(0.02);
  await once(limit.signal, "abort");
  assert.equal(limit.isExceeded, true);
});

test("a limit that has ended aborts nothing", async () => {
  const limit = new TimeLimit(0.02);
  limit.end();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(limit.signal.aborted, false);
});

test("who cancels is not the limit", () => {
  const controller = new AbortController();
  const limit = new TimeLimit(10, controller.signal);
  controller.abort();
  assert.equal(limit.signal.aborted, true);
  assert.equal(limit.isExceeded, false);
  limit.end();
});

test("every route has a limit; what asks Lime CRM has more time", () => {
  assert.equal(secondsFor("GET /api/settings"), 30);
  assert.ok(secondsFor("POST /api/send") > secondsFor("POST /api/dry-run"));
  assert.ok(secondsFor("PUT /api/settings") > 30);
});
