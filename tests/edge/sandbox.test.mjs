// The sandbox Lime CRM, asked as a Lime CRM is asked.
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, beforeEach, describe, test } from "node:test";
import { Mapper } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import conversation from "userlike-limeobject/examples/conversation.json" with { type: "json" };
import exampleLimetypes from "userlike-limeobject/examples/limetypes.json" with { type: "json" };
import twoInstances from "userlike-limeobject/examples/two-instances.json" with { type: "json" };
import { startEdge } from "./edge.mjs";

const edge = await startEdge({ after });

/** @typedef {{ status: number, headers: Headers, body: any }} Answer */

/**
 * @param {string} method
 * @param {string} path Behind `/sandbox/`.
 * @param {unknown} [json]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Answer>}
 */
async function ask(method, path, json, headers = {}) {
  const url = path.startsWith("http") ? path : `/sandbox/${path}`;
  const answer = await edge.fetch(url, {
    method,
    headers: { "x-api-key": "sandbox", ...(json !== undefined && { "content-type": "application/json" }), ...headers },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get("content-type") ?? "");
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

/** @param {string} path @param {unknown} [json] */
const control = async (path, json, method = "POST") => {
  const answer = await ask(method, `_control/${path}`, json);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
};

/** @param {string} limetype @param {object} values */
async function create(limetype, values) {
  const { status, body } = await ask("POST", `api/v1/limeobject/${limetype}/`, values);
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** @param {string} limetype @param {string} [search] @returns {Promise<any[]>} */
async function list(limetype, search = "") {
  const { status, body } = await ask("GET", `api/v1/limeobject/${limetype}/${search}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body._embedded.limeobjects;
}

/** @param {string} limetype @param {string} search */
const ids = async (limetype, search) => (await list(limetype, search)).map((/** @type {any} */ { _id }) => _id);

/** @param {object} query */
const query = (query) => ask("GET", `api/v1/query/?q=${encodeURIComponent(JSON.stringify(query))}`);

/** @param {any} answer @param {number} status @param {string} code @param {RegExp} [words] */
function refused(answer, status, code, words = /[a-z]+ .*\.$/) {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.error.code, code);
  assert.match(answer.body.error.message, words);
}

const ticket = { title: "No sound", priority: { key: "normal" } };

// Limetypes with a property of each type.
const EVERYTHING = [
  {
    name: "thing",
    localname: { singular: "Thing", plural: "Things" },
    properties: [
      { name: "s", type: "string", length: 8 },
      { name: "t", type: "text" },
      { name: "ph", type: "phone", length: 16 },
      { name: "l", type: "link", length: 64 },
      { name: "x", type: "xml" },
      { name: "i", type: "integer" },
      { name: "d", type: "decimal" },
      { name: "pc", type: "percent" },
      { name: "y", type: "yesno" },
      { name: "w", type: "time" },
      { name: "da", type: "date" },
      { name: "ye", type: "year" },
      { name: "q", type: "quarter" },
      { name: "m", type: "month" },
      {
        name: "o",
        type: "option",
        options: [
          { key: "a", text: "A" },
          { key: "b", text: "B" },
          { key: "old", inactive: true },
        ],
      },
      { name: "se", type: "set", options: [{ key: "r" }, { key: "g" }, { key: "b", inactive: true }] },
      { name: "u", type: "user" },
      { name: "f", type: "file" },
      { name: "company", type: "belongsto", relatedType: "company" },
      { name: "owner", type: "belongsto", relatedType: "thing" },
      { name: "thing", type: "hasmany", relatedType: "thing" },
      { name: "tag", type: "hasandbelongstomany", relatedType: "company" },
      { name: "fixed", type: "string", acl: { create: true, update: false } },
    ],
  },
];

beforeEach(() => control("reset"));

describe("credentials", () => {
  test("a missing or wrong key is refused, the right one is let in", async () => {
    for (const key of ["", "wrong", "sandbox2"]) {
      refused(await ask("GET", "api/v1/", undefined, { "x-api-key": key }), 401, "unauthorized", /x-api-key/);
    }
    const { status, body } = await ask("GET", "api/v1/");
    assert.equal(status, 200);
    assert.ok(body._links.limetypes.href.endsWith("/sandbox/api/v1/limetype/"));
  });

  test("a wrong key is refused before anything is written", async () => {
    const answer = await ask("POST", "api/v1/limeobject/helpdesk/", ticket, { "x-api-key": "no" });
    assert.equal(answer.status, 401);
    assert.deepEqual(await list("helpdesk"), []);
  });

  test("what isn't there is 404, in words", async () => {
    refused(await ask("GET", "api/v1/nothing/"), 404, "no-route", /GET \/sandbox\/api\/v1\/nothing/);
    refused(await ask("PATCH", "api/v1/limeobject/helpdesk/", {}), 404, "no-route");
    refused(await ask("GET", "api/v1/limeobject/ticket/"), 404, "limetype-not-found", /"ticket"/);
    refused(await ask("POST", "api/v1/limeobject/ticket/", {}), 404, "limetype-not-found");
    refused(await ask("GET", "api/v1/limetype/ticket/"), 404, "limetype-not-found");
    for (const id of ["1001", "0", "abc", "-1", "1e3", "99999999999999999999"]) {
      refused(await ask("GET", `api/v1/limeobject/helpdesk/${id}/`), 404, "object-not-found");
      refused(await ask("PUT", `api/v1/limeobject/helpdesk/${id}/`, {}), 404, "object-not-found");
      refused(await ask("DELETE", `api/v1/limeobject/helpdesk/${id}/`), 404, "object-not-found");
    }
  });
});

describe("limetypes", () => {
  test("the mapper takes the metadata as it is answered, without a warning", async () => {
    const { body: limetypes } = await ask("GET", "api/v1/limetype/?_embed=limetypes.properties");
    for (const example of [config, twoInstances]) {
      const mapper = new Mapper(JSON.stringify(example), { limetypes: JSON.stringify(limetypes) });
      assert.deepEqual(mapper.warnings, []);
      const preview = mapper.preview(JSON.stringify(conversation));
      assert.deepEqual(
        preview.findings.filter(({ severity }) => severity === "error"),
        [],
      );
    }
  });

  test("they are the package's example and more, in the API's own form", async () => {
    const { body } = await ask("GET", "api/v1/limetype/?_embed=limetypes.properties");
    for (const example of exampleLimetypes) {
      const limetype = body._embedded.limetypes.find((/** @type {any} */ { name }) => name === example.name);
      assert.equal(limetype.localname.singular, example.localname);
      assert.ok(limetype.localname.plural);
      assert.deepEqual(limetype.acl, { create: true, read: true, update: true, delete: true });
      for (const wanted of /** @type {any[]} */ (example.properties)) {
        const property = limetype._embedded.properties.find((/** @type {any} */ { name }) => name === wanted.name);
        assert.equal(property.localname, wanted.localname, `${example.name}.${wanted.name}`);
        assert.equal(property.type, wanted.type);
        assert.equal(property.required, wanted.required ?? false);
        assert.equal(property._links.related_type?.name, wanted.relatedType);
        if (wanted.length) assert.equal(property.length, wanted.length);
        assert.deepEqual(
          property.options?.map((/** @type {any} */ { key, text }) => ({ key, text })),
          wanted.options,
        );
        for (const { id, inactive, order } of property.options ?? []) {
          assert.deepEqual([typeof id, inactive, typeof order], ["number", false, "number"]);
        }
      }
    }
    const names = body._embedded.limetypes.map((/** @type {any} */ { name }) => name);
    for (const name of ["deal", "document", "todo"]) assert.ok(names.includes(name));
  });

  test("properties come only where they are asked for", async () => {
    const { body: plain } = await ask("GET", "api/v1/limetype/");
    assert.equal(plain._embedded.limetypes[0]._embedded, undefined);
    const { body: one } = await ask("GET", "api/v1/limetype/person/?_embed=properties");
    assert.equal(one.name, "person");
    assert.ok(one._embedded.properties.length > 5);
    assert.equal((await ask("GET", "api/v1/limetype/person/")).body._embedded, undefined);
  });

  test("custom ones are loaded in the API's form as well as in the compact one", async () => {
    const { body: api } = await ask("GET", "api/v1/limetype/?_embed=limetypes.properties");
    const loaded = await control("limetypes", api);
    assert.equal(loaded.limetypes.length, api._embedded.limetypes.length);
    assert.deepEqual(loaded.skipped, []);
    assert.deepEqual((await ask("GET", "api/v1/limetype/?_embed=limetypes.properties")).body, api);
    assert.deepEqual(await control("limetypes", EVERYTHING), { limetypes: ["thing"], skipped: [] });
    assert.equal((await create("thing", {})).s, "");
  });

  test("what the sandbox can't hold is passed over and said", async () => {
    const properties = [
      { name: "ok", type: "string" },
      { name: "odd", type: "geo" },
      { name: "ö", type: "string" },
      { name: "far", type: "belongsto", relatedType: "moon" },
      { name: "lost", type: "hasmany" },
    ];
    const { skipped } = await control("limetypes", [{ name: "probe", properties }]);
    assert.deepEqual(
      skipped.map((/** @type {any} */ { property }) => property),
      ["odd", "ö", "far", "lost"],
    );
    const bad = [
      {},
      [],
      [{ name: "a b", properties: [] }],
      [{ name: "x" }],
      [{ name: "x", properties: [{ name: "o", type: "option" }] }],
      [
        {
          name: "x",
          properties: [
            { name: "a", type: "text" },
            { name: "A", type: "text" },
          ],
        },
      ],
      [
        { name: "x", properties: [] },
        { name: "X", properties: [] },
      ],
      [{ name: "Person", properties: [] }],
    ];
    for (const limetypes of bad) refused(await ask("POST", "_control/limetypes", limetypes), 400, "bad-limetypes");
  });

  test("a limetype that is loaded again keeps the values that still fit", async () => {
    const before = [
      {
        name: "probe",
        properties: [
          { name: "a", type: "string" },
          { name: "b", type: "string" },
        ],
      },
    ];
    await control("limetypes", before);
    const { _id } = await create("probe", { a: "kept", b: "gone" });
    const now = ["a", "c"].map((name) => ({ name, type: "string" }));
    await control("limetypes", [{ name: "probe", properties: [...now, { name: "b", type: "integer" }] }]);
    const { body } = await ask("GET", `api/v1/limeobject/probe/${_id}/`);
    assert.deepEqual([body.a, body.b, body.c], ["kept", null, ""]);
    assert.deepEqual(await ids("probe", "?c="), [_id]);
  });

  test("the relation to the conversation can be held by either side", async () => {
    const limetypes = structuredClone(exampleLimetypes);
    const of = (/** @type {string} */ name) =>
      /** @type {any[]} */ (limetypes.find((limetype) => limetype.name === name)?.properties);
    Object.assign(
      of("helpdesk").find(({ name }) => name === "ulconversation"),
      { type: "hasmany" },
    );
    Object.assign(
      of("ulconversation").find(({ name }) => name === "helpdesk"),
      { type: "belongsto" },
    );
    await control("limetypes", limetypes);
    const { _id: helpdesk } = await create("helpdesk", ticket);
    const { _id } = await create("ulconversation", { conversationid: 5, helpdesk });
    assert.deepEqual(await ids("ulconversation", `?helpdesk=${helpdesk}`), [_id]);
    const { body } = await ask("GET", `api/v1/limeobject/helpdesk/${helpdesk}/ulconversation/`);
    assert.equal(body._embedded.limeobjects[0]._id, _id);
    refused(await ask("PUT", `api/v1/limeobject/helpdesk/${helpdesk}/`, { ulconversation: _id }), 400, "read-only");
  });
});

describe("writing and reading", () => {
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

describe("what is refused", () => {
  /** @type {[name: string, values: Record<string, unknown>, code: string, words: RegExp][]} */
  const REFUSALS = [
    ["null in a text", { s: null }, "null-text", /"s" of "thing" can't be null/],
    ["null in a phone", { ph: null }, "null-text", /""/],
    ["null in a link", { l: null }, "null-text", /null/],
    ["null in a long text", { t: null }, "null-text", /null/],
    ["an unknown property", { colour: "red" }, "unknown-property", /"colour" of "thing" doesn't exist/],
    ["a system value", { _id: 5 }, "unknown-property", /"_id"/],
    ["a number as text", { s: 5 }, "wrong-type", /has to be a text, not a number/],
    ["a text too long", { s: "123456789" }, "too-long", /holds 8 characters, and the text has 9/],
    ["surrogate pairs too long", { s: "\u{1F600}".repeat(5) }, "too-long", /has 10/],
    ["two lines in a string", { s: "a\nb" }, "bad-text", /one line/],
    ["control characters", { t: "a\u0000b" }, "bad-text", /control character/],
    ["half a surrogate pair", { t: "a\ud800" }, "bad-text", /surrogate/],
    ["a text as number", { i: "5" }, "wrong-type", /whole number, not a text/],
    ["decimals in an integer", { i: 1.5 }, "wrong-type", /1.5 is none/],
    ["an integer too large", { i: 2 ** 53 }, "wrong-type", /whole number/],
    ["a text as decimal", { d: "1.5" }, "wrong-type", /a number, not a text/],
    ["a text as percent", { pc: "5 %" }, "wrong-type", /a number/],
    ["a text as yesno", { y: "true" }, "wrong-type", /true or false/],
    ["a number as yesno", { y: 1 }, "wrong-type", /true or false/],
    ["a time without an offset", { w: "2024-02-22T15:48:45" }, "wrong-type", /with an offset/],
    ["a day as time", { w: "2024-02-22" }, "wrong-type", /a time/],
    ["a time that doesn't exist", { w: "2024-02-30T00:00:00Z" }, "wrong-type", /a time/],
    ["an hour that doesn't exist", { w: "2024-02-20T25:00:00Z" }, "wrong-type", /a time/],
    ["a number as time", { w: 1708616925 }, "wrong-type", /not a number/],
    ["a time as day", { da: "2024-02-22T00:00:00Z" }, "wrong-type", /a day/],
    ["a day that doesn't exist", { da: "2023-02-29" }, "wrong-type", /a day/],
    ["a number as year", { ye: 2024 }, "wrong-type", /a day/],
    ["a bare option", { o: "a" }, "wrong-type", /an option, .* not a text/],
    ["an unknown option", { o: { key: "z" } }, "unknown-option", /no option "z"; its options are "a", "b"/],
    ["an option by its text", { o: { text: "A" } }, "wrong-type", /key/],
    ["an inactive option", { o: { key: "old" } }, "inactive-option", /out of use/],
    ["an option in place of a set", { se: { key: "r" } }, "wrong-type", /a list of options/],
    ["an unknown option in a set", { se: [{ key: "r" }, { key: "z" }] }, "unknown-option", /"z"/],
    ["an inactive option in a set", { se: [{ key: "b" }] }, "inactive-option", /"b"/],
    ["a relation to nothing", { company: 4711 }, "bad-relation", /"company" 4711, which doesn't exist/],
    ["a relation as text", { company: "1001" }, "wrong-type", /id of an object/],
    ["a relation as object", { company: { _id: 1001 } }, "wrong-type", /not an object/],
    ["a hasmany", { thing: [1] }, "read-only", /hasmany relation and can't be written; write the property of "thing"/],
    ["a hasandbelongstomany", { tag: [1001] }, "read-only", /can't be written/],
    ["a file that isn't there", { f: 1001 }, "bad-file", /1001, which doesn't exist/],
    ["a user who isn't there", { u: 99 }, "bad-user", /99/],
  ];

  for (const [name, values, code, words] of REFUSALS) {
    test(name, async () => {
      await control("limetypes", EVERYTHING);
      refused(await ask("POST", "api/v1/limeobject/thing/", values), 400, code, words);
      const { _id } = await create("thing", { s: "as it" });
      refused(await ask("PUT", `api/v1/limeobject/thing/${_id}/`, { i: 5, ...values }), 400, code, words);
      const things = await list("thing");
      assert.deepEqual(
        things.map((/** @type {any} */ { s, i }) => [s, i]),
        [["as it", null]],
        "nothing was written",
      );
    });
  }

  test("a hasone", async () => {
    const { _id: helpdesk } = await create("helpdesk", ticket);
    refused(await ask("POST", "api/v1/limeobject/ulconversation/", { helpdesk }), 400, "read-only", /hasone/);
  });

  test("what is required: missing, empty, cleared", async () => {
    const missing = await ask("POST", "api/v1/limeobject/helpdesk/", {});
    refused(missing, 400, "missing-required", /"title".*required.*"priority".*required/);
    assert.deepEqual(
      missing.body.error.properties.map((/** @type {any} */ { property }) => property),
      ["title", "priority"],
    );
    refused(await ask("POST", "api/v1/limeobject/helpdesk/", { ...ticket, title: "" }), 400, "missing-required");
    refused(await ask("POST", "api/v1/limeobject/helpdesk/", { ...ticket, priority: null }), 400, "missing-required");
    const { _id } = await create("helpdesk", ticket);
    refused(await ask("PUT", `api/v1/limeobject/helpdesk/${_id}/`, { title: "" }), 400, "missing-required");
    refused(await ask("PUT", `api/v1/limeobject/helpdesk/${_id}/`, { title: null }), 400, "null-text");
  });

  test("all that is wrong is said at once", async () => {
    const answer = await ask("POST", "api/v1/limeobject/helpdesk/", { title: null, rating: "x", nope: 1 });
    refused(answer, 400, "bad-values");
    assert.deepEqual(
      answer.body.error.properties.map((/** @type {any} */ { property, code }) => [property, code]),
      [
        ["title", "null-text"],
        ["rating", "wrong-type"],
        ["nope", "unknown-property"],
        ["priority", "missing-required"],
      ],
    );
  });

  test("what the metadata doesn't allow", async () => {
    await control("limetypes", [
      ...EVERYTHING,
      { name: "archive", acl: { create: false, update: false, delete: false }, properties: [] },
    ]);
    refused(await ask("POST", "api/v1/limeobject/archive/", {}), 403, "not-allowed", /may not create/);
    const { _id } = await create("thing", { fixed: "once" });
    refused(
      await ask("PUT", `api/v1/limeobject/thing/${_id}/`, { fixed: "twice" }),
      400,
      "read-only",
      /may not change/,
    );
  });

  test("bodies that are no JSON object", async () => {
    const path = "/sandbox/api/v1/limeobject/helpdesk/";
    const send = async (/** @type {NonNullable<RequestInit["body"]>} */ body, type = "application/json") => {
      const headers = { "x-api-key": "sandbox", "content-type": type };
      const answer = await edge.fetch(path, { method: "POST", headers, body });
      return { status: answer.status, body: await answer.json() };
    };
    refused(await send("{"), 400, "bad-json");
    refused(await send(new Uint8Array([0x22, 0xff, 0x22])), 400, "bad-json");
    refused(await send(JSON.stringify(ticket), "text/plain"), 415, "not-json");
    for (const body of ["[]", "null", '"x"', "5"]) refused(await send(body), 400, "not-an-object");
  });
});

describe("relations", () => {
  test("belongsto and hasmany are two views of one relation", async () => {
    const [person] = await list("person", "?email=clara.schmitz@example.com");
    const { _id } = await create("helpdesk", { ...ticket, person: person._id, company: person.company });
    for (const note of ["one", "two"]) await create("history", { note, type: { key: "chat" }, helpdesk: _id });
    await create("history", { note: "other", type: { key: "chat" } });
    const notes = await ask("GET", `api/v1/limeobject/helpdesk/${_id}/history/`);
    assert.deepEqual(
      notes.body._embedded.limeobjects.map((/** @type {any} */ { note }) => note),
      ["one", "two"],
    );
    const newest = await ask("GET", `api/v1/limeobject/helpdesk/${_id}/history/?_sort=-_id&_limit=1&type=chat`);
    assert.deepEqual(
      newest.body._embedded.limeobjects.map((/** @type {any} */ { note }) => note),
      ["two"],
    );
    assert.ok(newest.body._links.next.href.includes("_offset=1"));
    const belongsto = await ask("GET", `api/v1/limeobject/helpdesk/${_id}/person/`);
    assert.equal(belongsto.body.email, "clara.schmitz@example.com");
    const persons = await ask("GET", `api/v1/limeobject/company/${person.company}/person/`);
    assert.deepEqual(
      persons.body._embedded.limeobjects.map((/** @type {any} */ found) => found._id),
      [person._id],
    );
    refused(await ask("GET", `api/v1/limeobject/helpdesk/${_id}/coworker/`), 404, "relation-empty");
    refused(await ask("GET", `api/v1/limeobject/helpdesk/${_id}/title/`), 404, "relation-not-found");
  });

  test("a hasone shows the object that points here", async () => {
    const { _id } = await create("ulconversation", { conversationid: 63741936 });
    refused(await ask("GET", `api/v1/limeobject/ulconversation/${_id}/helpdesk/`), 404, "relation-empty");
    const helpdesk = await create("helpdesk", { ...ticket, ulconversation: _id });
    const { body } = await ask("GET", `api/v1/limeobject/ulconversation/${_id}/helpdesk/`);
    assert.equal(body._id, helpdesk._id);
    assert.deepEqual(await ids("helpdesk", `?ulconversation=${_id}`), [helpdesk._id]);
    assert.deepEqual(await ids("ulconversation", `?helpdesk=${helpdesk._id}`), [_id]);
  });

  test("related objects are embedded where they are asked for", async () => {
    const { _id } = await create("helpdesk", { ...ticket, person: 1001 });
    await create("history", { note: "n", type: { key: "chat" }, helpdesk: _id });
    const { body } = await ask("GET", `api/v1/limeobject/helpdesk/${_id}/?_embed=person&_embed=company,history`);
    assert.equal(body._embedded.relation_person._id, 1001);
    assert.equal(body._embedded.relation_company, null);
    assert.deepEqual(
      body._embedded.relation_history.map((/** @type {any} */ { note }) => note),
      ["n"],
    );
    assert.equal(body.person, 1001);
    const [listed] = await list("helpdesk", "?_embed=person");
    assert.equal(listed._embedded.relation_person.lastname, "Björk");
    refused(await ask("GET", `api/v1/limeobject/helpdesk/${_id}/?_embed=title`), 400, "bad-embed", /"title"/);
  });

  test("an object that is deleted leaves no relation that leads nowhere", async () => {
    const { _id: company } = await create("company", { name: "Short AB" });
    const { _id } = await create("helpdesk", { ...ticket, company });
    assert.equal((await ask("DELETE", `api/v1/limeobject/company/${company}/`)).status, 204);
    assert.equal((await ask("GET", `api/v1/limeobject/helpdesk/${_id}/`)).body.company, null);
  });

  test("an object that another can't be without is not deleted", async () => {
    await control("limetypes", [
      { name: "part", properties: [{ name: "company", type: "belongsto", relatedType: "company", required: true }] },
    ]);
    const { _id: company } = await create("company", { name: "Whole AB" });
    await create("part", { company });
    refused(await ask("DELETE", `api/v1/limeobject/company/${company}/`), 409, "in-use", /"part" needs it/);
  });
});

describe("filters", () => {
  test("by each type of property", async () => {
    await control("limetypes", EVERYTHING);
    const { body: file } = await upload("a.txt", "abc");
    const rich = {
      ...{
        s: "Abc",
        ph: "1",
        l: "https://x",
        i: 5,
        d: 1.5,
        pc: 10,
        y: true,
        w: "2024-02-22T15:48:45Z",
        da: "2024-02-22",
      },
      ...{ ye: "2024-01-01", o: { key: "a" }, se: [{ key: "r" }, { key: "g" }], u: 2, f: file.id, company: 1002 },
    };
    const { _id: one } = await create("thing", rich);
    const { _id: two } = await create("thing", { owner: one, s: "b", i: 9 });
    const expected = {
      ...{
        "s=abc": [one],
        "s=ab": [],
        "i=5": [one],
        "d=1.5": [one],
        "pc=10": [one],
        "y=true": [one],
        "y=1": [one],
        "y=false": [],
      },
      ...{
        "w=2024-02-22T16:48:45%2B01:00": [one],
        "da=2024-02-22": [one],
        "ye=2024-01-01": [one],
        "o=a": [one],
        "o=b": [],
      },
      ...{ "se=r": [one], "se=g": [one], "se=": [two], "u=2": [one], [`f=${file.id}`]: [one], "company=1002": [one] },
      ...{ "company=": [two], [`owner=${one}`]: [two], [`thing=${two}`]: [one], "min-i=6": [two], "max-i=5": [one] },
      ...{ "min-i=5&max-i=9": [one, two], "min-w=2024-02-23T00:00:00Z": [], "max-da=2024-12-31": [one], "o=": [two] },
      ...{ [`_id=${two}`]: [two], [`min-_id=${two}`]: [two], "min-_createdtime=2020-01-01T00:00:00Z": [one, two] },
      ...{ "i=5&s=b": [], "company.name=Rheinwerk%20Möbel%20GmbH": [one], "": [one, two], "s=": [], "t=": [one, two] },
    };
    for (const [search, found] of Object.entries(expected))
      assert.deepEqual(await ids("thing", `?${search}`), found, search);
  });

  test("that make no sense are refused", async () => {
    const bad = {
      ...{ "colour=red": "unknown-property", "min-colour=red": "unknown-property", "rating=x": "bad-filter" },
      ...{ "received=yesterday": "wrong-type", "priority=urgent": "unknown-option", "person=x": "bad-filter" },
      ...{ "_limit=x": "bad-parameter", "_offset=-1": "bad-parameter", "_sort=colour": "unknown-property" },
      ...{
        "_sort=history": "bad-sort",
        "_embed=nothing": "bad-embed",
        "_other=1": "unknown-property",
        "title.x=1": "bad-path",
      },
    };
    for (const [search, code] of Object.entries(bad))
      refused(await ask("GET", `api/v1/limeobject/helpdesk/?${search}`), 400, code);
  });

  test("two persons can share an e-mail address; case doesn't matter", async () => {
    assert.deepEqual(
      (await list("person", "?email=POST@fjordkaffe.example&_sort=_id")).map(
        (/** @type {any} */ { firstname }) => firstname,
      ),
      ["Lars", "Ingrid"],
    );
  });

  test("pages follow each other by their links, without gaps or repeats", async () => {
    for (let i = 0; i < 23; i++) await create("helpdesk", { ...ticket, rating: i % 3 });
    assert.equal((await list("helpdesk")).length, 10, "the default");
    /** @type {number[]} */
    const seen = [];
    let next = `${edge.url}sandbox/api/v1/limeobject/helpdesk/?priority=normal&_sort=-rating&_limit=5`;
    for (let pages = 1; next; pages++) {
      const { body } = await ask("GET", next);
      assert.ok(pages <= 5);
      seen.push(...body._embedded.limeobjects.map((/** @type {any} */ { _id }) => _id));
      next = body._links.next?.href;
    }
    assert.equal(seen.length, 23);
    assert.equal(new Set(seen).size, 23);
    assert.deepEqual(
      (await list("helpdesk", "?_sort=-rating,title&_limit=3")).map((/** @type {any} */ { rating }) => rating),
      [2, 2, 2],
    );
    assert.deepEqual(await ids("helpdesk", "?_sort=-_id&_limit=2&_offset=1"), [1022, 1021]);
    assert.deepEqual(await ids("helpdesk", "?_limit=0"), []);
  });

  test("no more than 50 at a time", async () => {
    await Promise.all(Array.from({ length: 60 }, () => create("helpdesk", ticket)));
    const { body } = await ask("GET", "api/v1/limeobject/helpdesk/?_limit=1000");
    assert.equal(body._embedded.limeobjects.length, 50);
    assert.equal((await ask("GET", body._links.next.href)).body._embedded.limeobjects.length, 10);
  });
});

describe("query", () => {
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

/** @param {string} name @param {NonNullable<RequestInit["body"]>} body @param {Record<string, string>} [headers] @returns {Promise<Answer>} */
async function upload(name, body, headers = {}) {
  const answer = await edge.fetch("/sandbox/api/v1/file/", {
    method: "POST",
    headers: {
      "x-api-key": "sandbox",
      "content-type": "text/plain",
      "content-disposition": `;filename*="UTF-8''${encodeURIComponent(name)}"`,
      ...headers,
    },
    body,
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

describe("files", () => {
  test("a file keeps its name, type and bytes", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(65_000));
    const name = `Übersicht "1" ${"\u{1F600}"}.pdf`;
    const { status, body } = await upload(name, bytes, { "content-type": "application/pdf" });
    assert.equal(status, 201);
    const { id, filename, size, content_type, extension } = body;
    assert.deepEqual(
      { id, filename, size, content_type, extension },
      {
        ...{ id: 1001, filename: name, size: 65_000, content_type: "application/pdf", extension: "pdf" },
      },
    );
    assert.deepEqual((await ask("GET", `api/v1/file/${id}/`)).body, body);
    const contents = await edge.fetch(`/sandbox/api/v1/file/${id}/contents/`, { headers: { "x-api-key": "sandbox" } });
    assert.equal(contents.headers.get("content-type"), "application/pdf");
    assert.equal(contents.headers.get("content-length"), "65000");
    assert.match(contents.headers.get("content-disposition") ?? "", /^attachment; filename\*=UTF-8''%C3%9Cbersicht/);
    assert.deepEqual(new Uint8Array(await contents.arrayBuffer()), bytes);
    const document = await create("document", { document: id, ul_messageid: "1.2.3" });
    assert.equal(document.document, id);
  });

  test("large ones go in and come out in pieces; too large ones leave nothing", async () => {
    const large = new Uint8Array(20_000_000).map((_, i) => (i * 31) % 251);
    const { body } = await upload("large.bin", large);
    assert.equal(body.size, large.length);
    const contents = await edge.fetch(`/sandbox/api/v1/file/${body.id}/contents/`, {
      headers: { "x-api-key": "sandbox" },
    });
    assert.ok(Buffer.from(await contents.arrayBuffer()).equals(large));
    const before = await control("stats", undefined, "GET");
    refused(await upload("larger.bin", new Uint8Array(20_000_001)), 413, "body-too-large", /20000000/);
    // Without a length that is said beforehand.
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)) });
    const streamed = upload("endless.bin", endless, /** @type {any} */ ({}));
    await streamed.then(
      (answer) => refused(answer, 413, "body-too-large"),
      () => {},
    );
    const { files, bytes } = await control("stats", undefined, "GET");
    assert.deepEqual([files, bytes], [before.files, before.bytes]);
  });

  test("an empty file is a file", async () => {
    const { status, body } = await upload("empty.txt", "");
    assert.deepEqual([status, body.size], [201, 0]);
    const contents = await edge.fetch(`/sandbox/api/v1/file/${body.id}/contents/`, {
      headers: { "x-api-key": "sandbox" },
    });
    assert.equal(await contents.text(), "");
  });

  test("names in the header's other forms; bad ones are refused", async () => {
    const named = async (/** @type {string} */ header) => upload("", "x", { "content-disposition": header });
    assert.equal((await named("attachment; filename*=UTF-8''a%20b.txt")).body.filename, "a b.txt");
    assert.equal((await named('attachment; filename="c.txt"')).body.filename, "c.txt");
    for (const header of [
      "attachment",
      ";filename*=\"UTF-8''%ZZ\"",
      ";filename*=\"UTF-8''..%2Fx\"",
      ";filename*=\"UTF-8''a%00b\"",
    ]) {
      refused(await named(header), 400, "bad-filename", /Content-Disposition/);
    }
    for (const path of ["1001", "abc", "1001/contents"]) {
      await control("reset");
      refused(await ask("GET", `api/v1/file/${path}/`), 404, "file-not-found");
    }
  });
});

describe("bulk import", () => {
  /** @param {object} job @param {unknown} rows */
  async function run(job, rows) {
    const created = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job);
    assert.equal(created.status, 201, JSON.stringify(created.body));
    const { id, status } = created.body;
    assert.equal(status, "waiting_for_data");
    const uploaded = await send(id, rows);
    assert.equal(uploaded.status, 200, JSON.stringify(uploaded.body));
    return finished(id);
  }

  /** @param {string} id @param {unknown} rows @returns {Promise<Answer>} */
  async function send(id, rows) {
    const form = new FormData();
    form.append("file", new Blob([JSON.stringify(rows)], { type: "application/json" }), "import-data.json");
    const answer = await edge.fetch(`/sandbox/limepkg-mbeku-bulk-import/bulk-imports/${id}`, {
      method: "POST",
      headers: { "x-api-key": "sandbox" },
      body: form,
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  /** @param {string} id */
  const finished = async (id) =>
    (
      await edge.until(
        () => ask("GET", `limepkg-mbeku-bulk-import/bulk-imports/${id}`),
        ({ body }) => body.status !== "ready" && body.status !== "waiting_for_data",
      )
    ).body;

  const values = (/** @type {object[]} */ ...rows) => rows.map((row) => ({ values: row }));
  const properties = ["name", "email"];

  test("creates, also many", async () => {
    const rows = Array.from({ length: 450 }, (_, i) => ({ name: `Bulk ${i}`, email: `bulk${i}@example.com` }));
    const job = await run({ limetype: "person", mode: "create", properties }, values(...rows));
    assert.equal(job.status, "succeeded");
    assert.deepEqual(job.result, { total: 450, created: 450, updated: 0, skipped: 0, failed: 0 });
    assert.ok(job.startedAt && job.endedAt);
    assert.equal((await list("person", "?email=bulk449@example.com")).length, 1);
    assert.equal((await control("stats", undefined, "GET")).objects.person, 457);
  });

  test("updates what matches, creates what doesn't, as the mode says", async () => {
    const rows = values(
      { name: "Marta N.", email: "marta.nowak@example.com" },
      { name: "New", email: "new@example.com" },
    );
    const job = { limetype: "person", properties, matchingProperty: "email" };
    assert.deepEqual((await run({ ...job, mode: "update" }, rows)).result, {
      ...{ total: 2, created: 0, updated: 1, skipped: 1, failed: 0 },
    });
    assert.deepEqual((await run({ ...job, mode: "create_or_update" }, rows)).result, {
      ...{ total: 2, created: 1, updated: 1, skipped: 0, failed: 0 },
    });
    assert.deepEqual((await run({ ...job, mode: "create" }, rows)).result, {
      ...{ total: 2, created: 0, updated: 0, skipped: 2, failed: 0 },
    });
    assert.equal((await list("person", "?email=marta.nowak@example.com"))[0].name, "Marta N.");
  });

  test("rows that Lime CRM would refuse fail, the others don't", async () => {
    const job = { limetype: "helpdesk", mode: "create", properties: ["title", "priority", "coworker.name", "company"] };
    const good = { title: "ok", priority: { key: "low" }, coworker: "Peter Testman", company: 1001 };
    const rows = [
      ...values(good, { ...good, title: null }, { ...good, rating: 5 }, { ...good, coworker: "Nobody" }, {}),
      ...["no values", null],
    ];
    const { id, status, result } = await run(job, rows);
    assert.equal(status, "succeeded");
    assert.deepEqual(result, { total: 7, created: 1, updated: 0, skipped: 0, failed: 6 });
    assert.equal((await list("helpdesk"))[0].coworker, 1001);
    const { problems } = await control(`bulk-import/${id}/problems`, undefined, "GET");
    assert.deepEqual(
      problems.map((/** @type {any} */ { number }) => number),
      [1, 2, 3, 4, 5, 6],
    );
    assert.match(problems[0].problem, /null/);
  });

  test("jobs that make no sense are refused", async () => {
    const job = { limetype: "person", mode: "create", properties };
    /** @type {[object, number, string][]} */
    const bad = [
      [{ ...job, limetype: "ticket" }, 404, "limetype-not-found"],
      [{ ...job, mode: "upsert" }, 400, "bad-bulk-import"],
      [{ ...job, mode: "update" }, 400, "bad-bulk-import"],
      [{ ...job, properties: [] }, 400, "bad-bulk-import"],
      [{ ...job, properties: ["colour"] }, 400, "bad-bulk-import"],
      [{ ...job, properties: ["history"] }, 400, "bad-bulk-import"],
      [{ ...job, properties: ["email.x"] }, 400, "bad-bulk-import"],
      [{ ...job, matchingProperty: "colour" }, 400, "unknown-property"],
    ];
    for (const [asked, status, code] of bad) {
      refused(await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", asked), status, code);
    }
    refused(await ask("GET", "limepkg-mbeku-bulk-import/bulk-imports/nope"), 404, "bulk-import-not-found");
    const { body } = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job);
    refused(await send(body.id, { values: {} }), 400, "bad-bulk-import", /JSON list/);
    refused(await ask("POST", `limepkg-mbeku-bulk-import/bulk-imports/${body.id}`, []), 415, "not-multipart");
    assert.equal((await send(body.id, [])).status, 200);
    refused(await send(body.id, []), 409, "bulk-import-has-data");
    assert.deepEqual((await finished(body.id)).result, { total: 0, created: 0, updated: 0, skipped: 0, failed: 0 });
  });

  test("it can be away, slow, or failing", async () => {
    const job = { limetype: "person", mode: "create", properties };
    await control("bulk-import", { installed: false });
    refused(await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job), 404, "no-route");
    await control("bulk-import", { installed: true, fail: true });
    const failed = await run(job, values({ name: "x" }));
    assert.deepEqual([failed.status, failed.result.created], ["failed", 0]);
    await control("bulk-import", { fail: false, delay: 300 });
    const { body } = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job);
    assert.equal((await send(body.id, values({ name: "slow" }))).body.status, "ready");
    assert.equal((await finished(body.id)).status, "succeeded");
    assert.equal((await ask("POST", "_control/bulk-import", { installed: "no" })).status, 400);
  });

  test("a job survives that the worker is killed", async () => {
    await control("bulk-import", { delay: 1500 });
    const { body } = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", {
      limetype: "person",
      mode: "create",
      properties,
    });
    await send(body.id, values({ name: "Survivor" }));
    await edge.restart();
    assert.equal((await finished(body.id)).result.created, 1);
  });
});

describe("the rate limit", () => {
  test("is Lime CRM Cloud's, and can be set", async () => {
    assert.deepEqual(await control("rate-limit", undefined, "GET"), { requests: 3000, seconds: 300 });
    await control("rate-limit", { requests: 3, seconds: 2 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask("GET", "api/v1/")));
    const refusals = answers.filter(({ status }) => status === 429);
    assert.equal(refusals.length, 2);
    refused(refusals[0], 429, "too-many-requests", /Go on in \d seconds/);
    const retryAfter = Number(refusals[0]?.headers.get("retry-after"));
    assert.ok(retryAfter >= 1 && retryAfter <= 2);
    const stats = await control("stats", undefined, "GET");
    assert.deepEqual(stats.tooManyRequests, [
      { kind: "GET api", retryAfter },
      { kind: "GET api", retryAfter },
    ]);
    await edge.restart();
    assert.equal((await control("rate-limit", undefined, "GET")).requests, 3);
    await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
    assert.equal((await ask("GET", "api/v1/")).status, 200);
    assert.equal(await control("rate-limit", null), null);
    for (const limit of [{}, { requests: 0, seconds: 1 }, { requests: 1.5, seconds: 1 }, 5]) {
      refused(await ask("POST", "_control/rate-limit", limit), 400, "bad-rate-limit");
    }
  });
});

describe("faults", () => {
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
      const headers = { "x-api-key": "sandbox", "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(ticket), signal: AbortSignal.timeout(700) };
      await assert.rejects(edge.fetch("/sandbox/api/v1/limeobject/helpdesk/", init), { name: "TimeoutError" });
      assert.equal(await count(), written);
    }
    assert.equal((await post()).status, 201, "others are answered meanwhile");
  });

  test("a delay", async () => {
    await fail({ path, delay: 400 });
    const begun = performance.now();
    assert.equal((await post()).status, 201);
    assert.ok(performance.now() - begun >= 390);
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

  test("they survive that the worker is killed, and can be cleared", async () => {
    await fail({ path, status: 500, times: 3 });
    assert.equal((await post()).status, 500);
    await edge.restart();
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

describe("control", () => {
  test("the seed is there, and a reset brings it back", async () => {
    const { objects } = await control("stats", undefined, "GET");
    assert.deepEqual([objects.company, objects.person, objects.coworker, objects.helpdesk], [4, 7, 3, 0]);
    const [peter] = await list("coworker", "?name=Peter%20Testman");
    assert.ok(JSON.stringify(conversation).includes(`"operator_name":"${peter.name}"`));
    await create("helpdesk", ticket);
    assert.deepEqual((await control("reset", { seed: false })).created, {});
    assert.deepEqual(await list("person"), []);
    assert.deepEqual((await control("seed")).created, { coworker: 3, company: 4, person: 7 });
    assert.deepEqual(await ids("company", "?_limit=1"), [1001]);
    assert.equal((await create("helpdesk", ticket))._id, 1001);
  });

  test("requests are counted by kind and status", async () => {
    await create("helpdesk", ticket);
    await list("helpdesk");
    await ask("GET", "api/v1/limeobject/helpdesk/1001/");
    await ask("GET", "api/v1/limeobject/helpdesk/1002/");
    await ask("GET", "api/v1/limeobject/helpdesk/1001/history/");
    await ask("GET", "api/v1/limeobject/nonsense/");
    await upload("a.txt", "a");
    const stats = await control("stats", undefined, "GET");
    assert.equal(stats.requests, 7);
    assert.deepEqual(stats.byKind, {
      ...{ "GET limeobject/?": 1, "GET limeobject/helpdesk": 1, "GET limeobject/helpdesk/{id}": 2 },
      ...{ "GET limeobject/helpdesk/{id}/{relation}": 1, "POST file": 1, "POST limeobject/helpdesk": 1 },
    });
    assert.deepEqual(stats.byStatus, { 200: 3, 201: 2, 404: 2 });
    assert.equal((await control("stats", undefined, "DELETE")).requests, 0);
  });

  test("everything survives that the worker is killed", async () => {
    await control("limetypes", EVERYTHING);
    await create("thing", { s: "here", i: 7 });
    const { body: file } = await upload("a.txt", "abc");
    const before = await control("stats", undefined, "GET");
    await edge.restart();
    assert.deepEqual(
      (await list("thing", "?i=7")).map((/** @type {any} */ { s }) => s),
      ["here"],
    );
    assert.equal((await ask("GET", `api/v1/file/${file.id}/contents/`)).body, "abc");
    assert.deepEqual((await control("stats", undefined, "GET")).objects, before.objects);
  });

  test("its routes are listed; other web sites may not use them", async () => {
    const { routes } = await control("", undefined, "GET");
    assert.ok(routes.includes("POST /sandbox/_control/reset"));
    const foreign = await ask("POST", "_control/reset", undefined, { origin: "https://evil.example" });
    refused(foreign, 403, "foreign-origin");
    refused(await ask("POST", "_control/reset", { seeds: true }), 400, "bad-options");
    refused(await ask("GET", "_control/nothing"), 404, "no-route");
  });
});

describe("pages", () => {
  /** @param {string} path */
  const page = async (path) => {
    const answer = await edge.fetch(`/sandbox/client/${path}`);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  test("an object with its relations, notes and documents", async () => {
    const { _id: ulconversation } = await create("ulconversation", {
      conversationid: 5,
      link: "https://userlike.com/x",
    });
    const { _id } = await create("helpdesk", {
      ...ticket,
      person: 1001,
      ulconversation,
      received: "2024-02-22T15:48:45Z",
    });
    await create("history", { note: "Hello\nthere", type: { key: "chat" }, helpdesk: _id });
    const { body: file } = await upload("offer.pdf", "%PDF");
    await create("document", { document: file.id, comment: "from chat", helpdesk: _id });
    for (const path of [`object/helpdesk/${_id}`, `object/helpdesk/${_id}/`]) {
      const { status, text, headers } = await page(path);
      assert.equal(status, 200);
      const seen = [
        "Ticket 1001",
        "No sound",
        "Priority",
        "Normal",
        "2024-02-22 16:48:45+01:00",
        "Hello\nthere",
        "from chat",
      ];
      for (const words of [...seen, '<html lang="en">', 'name="viewport"', ">offer.pdf</a>", ">Astrid Björk</a>"]) {
        assert.ok(text.includes(words), words);
      }
      for (const href of ["object/person/1001", `object/ulconversation/${ulconversation}`, `file/${file.id}`]) {
        assert.ok(text.includes(`href="/sandbox/client/${href}"`), href);
      }
      assert.match(
        headers.get("content-security-policy") ?? "",
        /^default-src 'none'; style-src 'self';.*frame-ancestors 'none'$/,
      );
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.ok(!/<script|style=/.test(text));
    }
    const download = await edge.fetch(`/sandbox/client/file/${file.id}`);
    assert.equal(await download.text(), "%PDF");
    assert.match(download.headers.get("content-disposition") ?? "", /^attachment/);
    assert.ok((await page(`object/ulconversation/${ulconversation}`)).text.includes('href="https://userlike.com/x"'));
  });

  test("what visitors wrote stays text", async () => {
    const hostile = `<img src=x onerror=alert(1)>"'&<script>alert(1)</script>`;
    const { _id } = await create("helpdesk", { ...ticket, title: hostile, description: hostile });
    await create("history", { note: hostile, type: { key: "chat" }, helpdesk: _id });
    await create("company", { name: hostile, www: "javascript:alert(1)" });
    const { body: file } = await upload("<b>.html", hostile, { "content-type": "text/html" });
    await create("document", { document: file.id, comment: hostile, helpdesk: _id });
    for (const path of ["", "object/company/", "object/company/1005", `object/helpdesk/${_id}`]) {
      const { text } = await page(path);
      assert.ok(!/<img|<script|<b>/.test(text), path);
      assert.ok(!/href="javascript:/.test(text), path);
      if (path !== `object/company/`) assert.ok(text.includes("&lt;img src=x onerror=alert(1)&gt;"), path);
    }
    const download = await edge.fetch(`/sandbox/client/file/${file.id}`);
    assert.match(download.headers.get("content-disposition") ?? "", /^attachment/);
    assert.equal(download.headers.get("content-security-policy"), "default-src 'none'; sandbox");
    await download.body?.cancel();
  });

  test("an overview, lists in pages, and a style sheet", async () => {
    for (let i = 0; i < 60; i++) await create("helpdesk", { ...ticket, title: `Nr ${i}` });
    const overview = await page("");
    assert.ok(overview.text.includes(">all 60</a>") && overview.text.includes("Björk &amp; Söner AB"));
    const first = await page("object/helpdesk/");
    assert.ok(first.text.includes(">Nr 59<") && !first.text.includes(">Nr 9<"));
    assert.ok(first.text.includes('href="/sandbox/client/object/helpdesk/?offset=50"'));
    assert.ok((await page("object/helpdesk/?offset=50")).text.includes(">Nr 9<"));
    const style = await page("style.css");
    assert.match(style.headers.get("content-type") ?? "", /^text\/css/);
    assert.match(style.text, /color-scheme: light dark/);
  });

  test("what isn't there is a page that says so", async () => {
    for (const path of ["object/helpdesk/1001", "object/<b>/1", "object/nothing/", "nothing", "file/1"]) {
      const { status, text, headers } = await page(path);
      assert.equal(status, 404, path);
      assert.match(headers.get("content-type") ?? "", /^text\/html/);
      assert.match(text, /<h1>404<\/h1>\s*<p>The(re is no| sandbox has nothing at) /);
      assert.ok(!text.includes("<b>"));
    }
  });
});

test("a sandbox with a key of its own wants it everywhere", async (t) => {
  const own = await startEdge(t, { vars: { SANDBOX_API_KEY: "secret" } });
  const status = async (/** @type {string} */ path, /** @type {Record<string, string>} */ headers) => {
    const answer = await own.fetch(`/sandbox/${path}`, { headers });
    await answer.body?.cancel();
    return answer.status;
  };
  const basic = (/** @type {string} */ password) => ({ authorization: `Basic ${btoa(`me:${password}`)}` });
  assert.equal(await status("api/v1/", { "x-api-key": "sandbox" }), 401);
  assert.equal(await status("api/v1/", { "x-api-key": "secret" }), 200);
  for (const path of ["client/", "_control/stats", "client/object/person/1001", "client/file/1001"]) {
    assert.equal(await status(path, {}), 401, path);
    assert.equal(await status(path, basic("sandbox")), 401, path);
  }
  assert.equal(await status("client/", basic("secret")), 200);
  assert.equal(await status("_control/stats", { "x-api-key": "secret" }), 200);
  const answer = await own.fetch("/sandbox/client/");
  assert.match(answer.headers.get("www-authenticate") ?? "", /^Basic /);
  await answer.body?.cancel();
});

test("a sandbox without a key of its own is closed where the world can reach it", async (t) => {
  const open = await startEdge(t, { vars: { PUBLIC_URL: "https://worker.example" } });
  const headers = { host: "worker.example", "x-api-key": "sandbox" };
  for (const path of ["/sandbox/api/v1/", "/sandbox/client/", "/sandbox/_control/stats"]) {
    const answer = await new Promise((resolve, reject) => {
      request(new URL(path, open.url), { headers }, (incoming) => {
        incoming.resume().on("end", () => resolve(incoming));
      })
        .on("error", reject)
        .end();
    });
    assert.equal(answer.statusCode, 503, path);
  }
  const sent = await open.fetch("/limepkg-userlike/userlike/", {
    method: "POST",
    headers: { "x-api-key": "sandbox" },
    body: JSON.stringify(conversation),
  });
  assert.equal(sent.status, 503);
  assert.equal((await sent.json()).error.code, "sandbox-closed");
});
