// Faults that change searches and responses.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, ticket, until } from "./sandbox.mjs";

const { ask, control, create, ids, list, query, reset } = application("search-faults");

/** @param {object} fault */
const fail = (fault) => control("faults", { faults: [{ times: 100, ...fault }] });

const persons = { limetype: "person", responseFormat: { object: { _id: "", company: "" } }, orderBy: [{ _id: "ASC" }] };
const found = async (/** @type {object} */ more = {}) => (await query({ ...persons, ...more })).body.objects;

describe("faults of searches", () => {
  beforeEach(reset);

  test("filters are ignored", async () => {
    const filter = { key: "email", op: "=", exp: "post@fjordkaffe.example" };
    assert.equal((await found({ filter })).length, 2);
    await fail({ ignoreFilters: true });
    assert.equal((await found({ filter })).length, 7);
    assert.equal((await found({ filter, limit: 3 })).length, 3);
    assert.deepEqual(await ids("person", "?email=post@fjordkaffe.example&_limit=2"), [1001, 1002]);
    assert.equal((await ask("GET", "api/v1/limeobject/person/1003/")).body._id, 1003);
  });

  test("fewer objects are returned than were asked for", async () => {
    await fail({ maxResults: 2 });
    assert.equal((await found()).length, 2);
    assert.equal((await found({ limit: 1 })).length, 1);
    assert.equal((await list("person")).length, 2);
    assert.equal((await list("person", "?_limit=5")).length, 2);
  });

  test("new objects are found only after a while", async () => {
    await fail({ indexLag: 150 });
    const { _id } = await create("helpdesk", ticket);
    const search = { limetype: "helpdesk", responseFormat: { object: { _id: "" } } };
    const begun = Date.now();
    assert.equal((await ask("GET", `api/v1/limeobject/helpdesk/${_id}/`)).status, 200);
    await until(
      () => found({ ...search, orderBy: [], filter: { key: "title", op: "=", exp: ticket.title } }),
      (objects) => objects.length === 1,
    );
    assert.ok(Date.now() - begun > 100);
    assert.deepEqual(await ids("helpdesk", "?priority=normal"), [_id]);
  });

  test("relations are objects or texts", async () => {
    await fail({ relations: "objects", times: 1 });
    assert.deepEqual((await found())[0].company, { _id: 1001, _descriptive: "Björk & Söner AB" });
    assert.equal((await found())[0].company, 1001);
    await control("faults", undefined, "DELETE");
    await fail({ relations: "texts" });
    const objects = await found();
    assert.deepEqual([objects[0].company, objects[6].company], ["Björk & Söner AB", null]);
  });
});

describe("faults of responses", () => {
  beforeEach(reset);

  test("values are replaced, at any depth", async () => {
    await fail({ replace: { _id: null, email: 5 } });
    const [person] = await list("person", "?_limit=1");
    assert.deepEqual([person._id, person.email, person.firstname], [null, 5, "Astrid"]);
  });

  test("the body is replaced, the status and the write stay", async () => {
    await fail({ method: "POST", body: "<html>", contentType: "text/html" });
    const { status, body } = await ask("POST", "api/v1/limeobject/helpdesk/", ticket);
    assert.deepEqual([status, body], [201, "<html>"]);
    await control("faults", undefined, "DELETE");
    await fail({ method: "POST", body: "" });
    assert.deepEqual((await ask("POST", "api/v1/limeobject/helpdesk/", ticket)).body, "");
    assert.equal((await list("helpdesk")).length, 2);
  });

  test("a request is handled after its connection broke", async () => {
    await fail({ method: "POST", cut: "before", late: 100, times: 1 });
    await ask("POST", "api/v1/limeobject/helpdesk/", ticket).catch(() => {});
    assert.deepEqual(await list("helpdesk"), []);
    const [late] = await until(
      () => list("helpdesk"),
      (objects) => objects.length === 1,
    );
    assert.equal(late.title, ticket.title);
    assert.equal((await ask("POST", "_control/faults", { faults: [{ status: 500, late: 100 }] })).status, 400);
  });
});
