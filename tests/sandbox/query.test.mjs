// The query API.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, refused, ticket } from "./sandbox.mjs";

const { ask, create, query, reset } = application("query");

describe("query", () => {
  beforeEach(reset);

  const format = { object: { _id: "", firstname: "" } };
  /** @param {object | null} filter @param {object} [more] */
  const persons = async (filter, more = {}) => {
    const { status, body } = await query({ limetype: "person", responseFormat: format, filter, ...more });
    assert.equal(status, 200, JSON.stringify(body));
    return body.objects.map((/** @type {any} */ { firstname }) => firstname);
  };

  test("each operator", async () => {
    const haugen = { key: "lastname", op: "=", exp: "haugen" };
    assert.deepEqual(await persons(haugen), ["Lars", "Ingrid"]);
    assert.deepEqual(await persons({ key: "_id", op: "<", exp: 1003 }), ["Astrid", "Nils"]);
    assert.deepEqual(await persons({ key: "_id", op: "<=", exp: 1002 }), ["Astrid", "Nils"]);
    assert.deepEqual(await persons({ key: "_id", op: ">", exp: 1006 }), ["Marta"]);
    assert.deepEqual(await persons({ key: "_id", op: ">=", exp: 1007 }), ["Marta"]);
    assert.deepEqual(await persons({ key: "firstname", op: "IN", exp: ["lars", "Marta", "x"] }), ["Lars", "Marta"]);
    assert.deepEqual(await persons({ key: "company", op: "=", exp: 1003 }), ["Lars", "Ingrid"]);
    assert.deepEqual(await persons({ key: "company", op: "=", exp: null }), ["Marta"]);
    assert.equal((await persons({ key: "company", op: "!=", exp: 1003 })).length, 5);
    assert.deepEqual(await persons({ op: "AND", exp: [haugen, { key: "firstname", op: "!=", exp: "Lars" }] }), [
      "Ingrid",
    ]);
    const either = {
      op: "OR",
      exp: [
        { op: "AND", exp: [haugen] },
        { key: "_id", op: "=", exp: 1001 },
      ],
    };
    assert.deepEqual(await persons(either), ["Astrid", "Lars", "Ingrid"]);
    assert.equal((await persons({ op: "NOT", exp: haugen })).length, 5);
    assert.equal((await persons({ op: "NOT", exp: { key: "company", op: "=", exp: 1003 } })).length, 5);
    assert.deepEqual(await persons({ key: "company.name", op: "=", exp: "Fjord Kaffe AS" }), ["Lars", "Ingrid"]);
    assert.deepEqual(await persons({ key: "company.coworker.lastname", op: "=", exp: "Berg" }), ["Sophie"]);
    assert.equal((await persons(null)).length, 7);
  });

  test("order, limit and offset", async () => {
    const by = { orderBy: [{ lastname: "DESC" }, { firstname: "ASC" }], limit: 2 };
    assert.deepEqual(await persons(null, by), ["Sophie", "Clara"]);
    assert.deepEqual(await persons(null, { ...by, offset: 2 }), ["Marta", "Ingrid"]);
  });

  test("the answer has the form that was asked for", async () => {
    await create("helpdesk", { ...ticket, person: 1001, received: "2024-02-22T15:48:45Z" });
    const object = {
      ...{ _id: "", title: "", priority: "", received: "", _descriptive: "" },
      person: { _id: "", company: { name: "" } },
      coworker: { _id: "" },
      history: { _id: "" },
    };
    const { body } = await query({ limetype: "helpdesk", responseFormat: { object } });
    const [{ priority, ...rest }] = body.objects;
    assert.equal(priority.key, "normal");
    assert.deepEqual(rest, {
      ...{ _id: 1001, title: "No sound", received: "2024-02-22T16:48:45.000000+01:00", _descriptive: "No sound" },
      person: { _id: 1001, company: { name: "Björk & Söner AB" } },
      coworker: null,
      history: [],
    });
  });

  test("options, sets and relations that others hold", async () => {
    const { _id } = await create("helpdesk", { ...ticket, priority: { key: "high" } });
    const note = await create("history", { type: { key: "chat" }, helpdesk: _id });
    const ask = async (/** @type {object} */ filter) =>
      (await query({ limetype: "helpdesk", responseFormat: { object: { _id: "" } }, filter })).body.objects;
    assert.deepEqual(await ask({ key: "priority", op: "=", exp: "high" }), [{ _id }]);
    assert.deepEqual(await ask({ key: "priority", op: "IN", exp: ["low", "normal"] }), []);
    assert.deepEqual(await ask({ key: "history", op: "=", exp: note._id }), [{ _id }]);
    assert.deepEqual(await ask({ key: "history.type", op: "=", exp: "chat" }), [{ _id }]);
  });

  test("what can't be asked is refused", async () => {
    refused(await ask("GET", "api/v1/query/"), 400, "bad-query", /`q` is missing/);
    refused(await ask("GET", "api/v1/query/?q={"), 400, "bad-query", /not JSON/);
    const base = { limetype: "person", responseFormat: format };
    /** @type {[object, string][]} */
    const bad = [
      [[], "bad-query"],
      [{}, "bad-query"],
      [{ limetype: "person" }, "bad-query"],
      [{ ...base, where: {} }, "bad-query"],
      [{ ...base, limit: -1 }, "bad-query"],
      [{ ...base, responseFormat: { object: { colour: "" } } }, "bad-query"],
      [{ ...base, filter: { key: "colour", op: "=", exp: 1 } }, "unknown-property"],
      [{ ...base, filter: { key: "email", op: "=", exp: 1 } }, "wrong-type"],
      [{ ...base, filter: { key: "email", op: "LIKE", exp: "a" } }, "bad-query"],
      [{ ...base, filter: { key: "email", op: "=" } }, "bad-query"],
      [{ ...base, filter: { key: "email", op: "=", exp: ["a"] } }, "bad-query"],
      [{ ...base, filter: { key: "email", op: "IN", exp: "a" } }, "bad-query"],
      [{ ...base, filter: { op: "AND", exp: [] } }, "bad-query"],
      [{ ...base, filter: "x" }, "bad-query"],
      [{ ...base, orderBy: [{ email: "UP" }] }, "bad-query"],
      [{ ...base, orderBy: "email" }, "bad-query"],
    ];
    for (const [asked, code] of bad) refused(await query(asked), 400, code);
    refused(await query({ ...base, limetype: "ticket" }), 404, "limetype-not-found");
    let deep = { key: "email", op: "=", exp: "a" };
    for (let i = 0; i < 20; i++) deep = /** @type {any} */ ({ op: "NOT", exp: deep });
    refused(await query({ ...base, filter: deep }), 400, "bad-query", /deep/);
    const wide = Array.from({ length: 200 }, () => ({ key: "email", op: "=", exp: "a" }));
    refused(await query({ ...base, filter: { op: "OR", exp: wide } }), 400, "bad-query", /conditions/);
  });
});
