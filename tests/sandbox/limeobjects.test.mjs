// Limeobjects: create, read, update, delete.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, EVERYTHING, refused, ticket } from "./sandbox.mjs";

const { ask, control, create, ids, reset, upload } = application("limeobjects");

describe("writing and reading", () => {
  beforeEach(reset);

  test("an object is created, read, changed and deleted", async () => {
    const answer = await ask("POST", "api/v1/limeobject/helpdesk/", {
      ...ticket,
      source: { key: "web" },
      callback: true,
    });
    assert.equal(answer.status, 201);
    assert.match(answer.headers.get("content-type") ?? "", /hal\+json/);
    const created = answer.body;
    assert.equal(created._id, 1001);
    assert.equal(answer.headers.get("location"), created._links.self.href);
    assert.equal(created.title, "No sound");
    assert.equal(created.description, "");
    assert.equal(created.rating, null);
    assert.equal(created.person, null);
    assert.deepEqual([created.priority.key, created.priority.text], ["normal", "Normal"]);
    assert.equal(typeof created.priority.id, "number");
    assert.equal(created._descriptive, "No sound");
    for (const key of ["_timestamp", "_createdtime"]) assert.match(created[key], /T.*\.\d{6}\+0[12]:00$/);
    assert.deepEqual([created._createduser, created._updateduser], [1, 1]);
    assert.ok(created._links.relation_person.href.endsWith("/limeobject/helpdesk/1001/person/"));
    assert.ok(!("history" in created), "what others hold is not a value");

    const read = await ask("GET", created._links.self.href);
    assert.deepEqual(read.body, created);

    const changed = await ask("PUT", "api/v1/limeobject/helpdesk/1001/", { title: "Sound", source: null });
    assert.equal(changed.status, 200);
    assert.deepEqual([changed.body.title, changed.body.source.key], ["Sound", ""]);
    assert.equal(changed.body.callback, true);
    assert.ok(changed.body._timestamp >= created._timestamp);
    assert.equal(changed.body._createdtime, created._createdtime);

    assert.equal((await ask("DELETE", "api/v1/limeobject/helpdesk/1001/")).status, 204);
    assert.equal((await ask("GET", "api/v1/limeobject/helpdesk/1001/")).status, 404);
    assert.equal((await create("helpdesk", ticket))._id, 1002, "an id is never given twice");
  });

  test("every type of value comes back as it was written", async () => {
    await control("limetypes", EVERYTHING);
    const { body: file } = await upload("a.txt", "abc");
    const written = {
      ...{
        s: "exactly8",
        t: "two\nlines\t\r\n",
        ph: "+46 40",
        l: "https://x.example",
        x: "<a/>",
        i: -5,
        d: 1.25,
        pc: 12.5,
      },
      ...{
        y: false,
        da: "2024-02-29",
        ye: "2024-01-01",
        q: "2024-04-01",
        m: "2024-05-01",
        u: 2,
        f: file.id,
        company: 1001,
      },
    };
    const { _id, ...read } = await create("thing", { ...written, o: { key: "a" }, se: [{ key: "g" }, { key: "r" }] });
    for (const [key, value] of Object.entries(written)) assert.deepEqual(read[key], value, key);
    assert.deepEqual(
      [read.o.key, read.o.text, read.se.map((/** @type {any} */ { key }) => key)],
      ["a", "A", ["g", "r"]],
    );
    // What was read can be written back.
    const { body } = await ask("PUT", `api/v1/limeobject/thing/${_id}/`, {
      o: read.o,
      se: read.se,
      company: null,
      y: null,
    });
    assert.deepEqual([body.o, body.se, body.company, body.y], [read.o, read.se, null, null]);
    const cleared = await ask("PUT", `api/v1/limeobject/thing/${_id}/`, {
      s: "",
      o: null,
      se: [],
      f: null,
      w: null,
      i: null,
    });
    assert.deepEqual([cleared.body.s, cleared.body.o, cleared.body.se, cleared.body.f], ["", null, [], null]);
  });

  test("periods are kept as their first day", async () => {
    await control("limetypes", EVERYTHING);
    const { ye, q, m } = await create("thing", { ye: "2024-05-17", q: "2024-12-31", m: "2024-05-17" });
    assert.deepEqual([ye, q, m], ["2024-01-01", "2024-10-01", "2024-05-01"]);
  });

  test("times are read with the server's offset, and are the same points in time", async () => {
    const times = {
      "2024-02-22T15:48:45.349Z": "2024-02-22T16:48:45.349000+01:00",
      "2024-07-22T15:48:45.123456Z": "2024-07-22T17:48:45.123456+02:00",
      "2024-07-22T23:30:00-05:30": "2024-07-23T07:00:00.000000+02:00",
      "2024-02-22T15:48Z": "2024-02-22T16:48:00.000000+01:00",
      "9999-12-31T23:59:59.999Z": "9999-12-31T23:59:59.999000+00:00",
    };
    for (const [sent, read] of Object.entries(times)) {
      assert.equal((await create("helpdesk", { ...ticket, received: sent })).received, read);
    }
    assert.equal((await ids("helpdesk", "?received=2024-07-22T15:48:45.123456Z")).length, 1);
  });

  test("texts stay what they are", async () => {
    const text = "</script><b>&amp;\u{1F600} \\ \" ' ; DROP TABLE x; --\n% _ \u202e";
    const { _id } = await create("helpdesk", { ...ticket, description: text });
    assert.equal((await ask("GET", `api/v1/limeobject/helpdesk/${_id}/`)).body.description, text);
  });

  test("a long text goes in, one beyond what a row holds is refused in words", async () => {
    const { _id } = await create("history", { note: "ä".repeat(900_000), type: { key: "chat" } });
    assert.equal((await ask("GET", `api/v1/limeobject/history/${_id}/`)).body.note.length, 900_000);
    const tooMuch = { note: "x".repeat(2_000_000), type: { key: "chat" } };
    refused(await ask("POST", "api/v1/limeobject/history/", tooMuch), 413, "object-too-large", /1900000 bytes/);
    refused(await ask("POST", "api/v1/limeobject/history/", { note: "x".repeat(5_000_000) }), 413, "body-too-large");
  });

  test("50 creations at once are 50 objects with 50 ids", async () => {
    const created = await Promise.all(Array.from({ length: 50 }, () => create("helpdesk", ticket)));
    assert.equal(new Set(created.map((/** @type {any} */ { _id }) => _id)).size, 50);
  });
});
