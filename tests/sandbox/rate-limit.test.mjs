// The rate limit.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, refused, until } from "./sandbox.mjs";

const { ask, control, reset, restart } = application("rate-limit");

describe("the rate limit", () => {
  beforeEach(reset);

  test("is Lime CRM Cloud's, and can be set", async () => {
    assert.deepEqual(await control("rate-limit", undefined, "GET"), { requests: 3000, seconds: 300 });
    await control("rate-limit", { requests: 3, seconds: 2 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask("GET", "api/v1/")));
    const refusals = answers.filter(({ status }) => status === 429);
    assert.equal(refusals.length, 2);
    refused(refusals[0], 429, "too-many-requests", /Retry in \d seconds/);
    const retryAfter = Number(refusals[0]?.headers.get("retry-after"));
    assert.ok(retryAfter >= 1 && retryAfter <= 2);
    const stats = await control("stats", undefined, "GET");
    assert.deepEqual(stats.tooManyRequests, [
      { kind: "GET api", retryAfter },
      { kind: "GET api", retryAfter },
    ]);
    await restart();
    assert.equal((await control("rate-limit", undefined, "GET")).requests, 3);
    await until(
      () => ask("GET", "api/v1/"),
      ({ status }) => status === 200,
      retryAfter + 5,
    );
    assert.equal(await control("rate-limit", null), null);
    for (const limit of [{}, { requests: 0, seconds: 1 }, { requests: 1.5, seconds: 1 }, 5]) {
      refused(await ask("POST", "_control/rate-limit", limit), 400, "bad-rate-limit");
    }
  });
});
