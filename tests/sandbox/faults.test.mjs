// Faults: what the control routes let go wrong.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, isDurable, refused, ticket, until } from "./sandbox.mjs";

const { ask, control, create, fetch, query, reset, restart, upload } = application("faults");

/** @typedef {import("./sandbox.mjs").Answer} Answer */

describe("faults", () => {
  beforeEach(reset);

  /** @param {object[]} faults */
  const fail = (...faults) => control("faults", { faults });
  const path = "^/api/v1/limeobject/helpdesk/";
  const post = () => ask("POST", "api/v1/limeobject/helpdesk/", ticket);
  const count = async () => (await control("stats", undefined, "GET")).objects.helpdesk;

  /** What the client sees of a broken connection: none, or an answer that is none of Lime CRM's. @param {Promise<Answer>} asked */
  const broken = (asked) =>
    assert.doesNotReject(
      asked.then(
        ({ status }) => assert.ok(status >= 500),
        () => {},
      ),
    );

  test("a delay ends when it is released", async () => {
    await fail({ method: "POST", path, delay: 600_000 });
    const answer = post();
    const { faults } = await until(
      () => control("faults", undefined, "GET"),
      ({ faults }) => faults[0].hits === 1,
    );
    assert.equal(faults[0].delay, 600_000);
    assert.equal(await count(), 0);
    await control("release");
    assert.equal((await answer).status, 201);
  });

  test("a status, so often, then everything is well again", async () => {
    await fail({ method: "POST", path, status: 429, retryAfter: 7, times: 2 });
    for (let i = 0; i < 2; i++) {
      const answer = await post();
      assert.deepEqual([answer.status, answer.headers.get("retry-after")], [429, "7"]);
    }
    assert.equal(await count(), 0);
    assert.equal((await ask("GET", "api/v1/limeobject/helpdesk/")).status, 200);
    assert.equal((await post()).status, 201);
    const { faults } = await control("faults", undefined, "GET");
    assert.deepEqual([faults[0].hits, faults[0].times], [2, 2]);
  });

  test("only what matches is hit, after so many were left alone, in order", async () => {
    await fail(
      { method: "post", path, skip: 1, status: 500 },
      { path, status: 503, body: "later" },
      { path: "query", status: 502 },
    );
    assert.equal((await post()).status, 503);
    assert.equal((await post()).status, 500);
    assert.equal((await post()).status, 201);
    assert.equal((await ask("GET", "api/v1/")).status, 200);
    assert.equal((await query({ limetype: "person", responseFormat: { object: {} } })).status, 502);
  });

  test("a status after the write", async () => {
    await fail({ method: "POST", path, status: 504, after: true });
    assert.equal((await post()).status, 504);
    assert.equal(await count(), 1);
  });

  test("a connection that breaks before the write, and after it", async () => {
    await fail({ method: "POST", path, cut: "before" }, { method: "POST", path, cut: "after" });
    await broken(post());
    assert.equal(await count(), 0);
    await broken(post());
    assert.equal(await count(), 1);
    assert.equal((await control("stats", undefined, "GET")).byStatus.cut, 2);
    assert.equal((await post()).status, 201);
  });

  test("no answer, before the write and after it", async () => {
    await fail({ method: "POST", path, hang: "before" }, { method: "POST", path, hang: "after" });
    for (const written of [0, 1]) {
      const abort = new AbortController();
      const headers = { "x-api-key": "sandbox", "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(ticket), signal: abort.signal };
      let isPending = true;
      const response = fetch("api/v1/limeobject/helpdesk/", init).finally(() => {
        isPending = false;
      });
      response.catch(() => {});
      await until(
        () => control("faults", undefined, "GET"),
        ({ faults }) => faults[written].hits === 1,
      );
      await until(count, (found) => found === written);
      assert.ok(isPending);
      abort.abort();
      await assert.rejects(response, { name: "AbortError" });
    }
    assert.equal((await post()).status, 201, "others are answered meanwhile");
  });

  test("a delay", async () => {
    await fail({ path, delay: 100 });
    const begun = performance.now();
    assert.equal((await post()).status, 201);
    assert.ok(performance.now() - begun >= 95);
  });

  test("a file's upload and a deletion can break as well", async () => {
    await fail({ path: "/file/", cut: "before" }, { path: "/file/", cut: "after" }, { method: "DELETE", cut: "after" });
    await broken(upload("a.txt", "a"));
    assert.equal((await control("stats", undefined, "GET")).files, 0);
    await broken(upload("a.txt", "a"));
    assert.equal((await control("stats", undefined, "GET")).files, 1);
    await create("helpdesk", ticket);
    await broken(ask("DELETE", "api/v1/limeobject/helpdesk/1001/"));
    assert.equal(await count(), 0);
  });

  test("they survive that the worker is killed, and can be cleared", { skip: !isDurable }, async () => {
    await fail({ path, status: 500, times: 3 });
    assert.equal((await post()).status, 500);
    await restart();
    assert.equal((await post()).status, 500);
    assert.deepEqual(await control("faults", undefined, "DELETE"), { faults: [] });
    assert.equal((await post()).status, 201);
  });

  test("those that make no sense are refused", async () => {
    const bad = [
      {},
      { status: 99 },
      { status: 600 },
      { cut: "soon" },
      { status: 500, path: "(" },
      { status: 500, times: -1 },
      { oops: 1 },
      5,
    ];
    for (const fault of bad) refused(await ask("POST", "_control/faults", { faults: [fault] }), 400, "bad-fault");
    refused(await ask("POST", "_control/faults", {}), 400, "bad-fault");
    assert.deepEqual((await control("faults", undefined, "GET")).faults, []);
  });
});
