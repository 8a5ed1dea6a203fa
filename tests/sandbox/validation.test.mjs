// Values and bodies that are rejected.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, EVERYTHING, refused, ticket } from "./sandbox.mjs";

const { ask, control, create, fetch, list, reset } = application("validation");

describe("what is refused", () => {
  beforeEach(reset);

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
    ["decimals in an integer", { i: 1.5 }, "wrong-type", /not 1.5/],
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

  test("a required property with a default in the metadata is filled in", async () => {
    const options = [
      { key: "", text: "" },
      { key: "new", text: "New" },
    ];
    const required = (/** @type {string} */ name, /** @type {object} */ rest) => ({ name, required: true, ...rest });
    await control("limetypes", [
      {
        name: "order",
        properties: [
          required("status", { type: "option", options, defaultvalue: { id: 1, key: "new", localname: "New" } }),
          required("title", { type: "string", defaultvalue: "Order" }),
          { name: "count", type: "integer", defaultvalue: 1 },
          required("nothing", { type: "option", options, defaultvalue: { key: "", text: "" } }),
          required("wrong", { type: "integer", defaultvalue: "many" }),
        ],
      },
    ]);
    const missing = await ask("POST", "api/v1/limeobject/order/", {});
    assert.deepEqual(
      missing.body.error.properties.map((/** @type {any} */ { property, code }) => [property, code]),
      [
        ["nothing", "missing-required"],
        ["wrong", "missing-required"],
      ],
    );
    const { status, title, count } = await create("order", { nothing: { key: "new" }, wrong: 2, count: 5 });
    assert.deepEqual([status.key, title, count], ["new", "Order", 5]);
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

  test("a second object with the same value of a unique property", async () => {
    const unique = (/** @type {string} */ name, /** @type {string} */ type) => ({
      name,
      type,
      length: 64,
      unique: true,
    });
    await control("limetypes", [{ name: "order", properties: [unique("key", "string"), unique("number", "integer")] }]);
    const first = await create("order", { key: "Abc", number: 5 });
    const again = await ask("POST", "api/v1/limeobject/order/", { key: "aBC", number: 5 });
    refused(again, 422, "not-unique", /"key" of "order" is unique/);
    assert.deepEqual(
      again.body.error.properties.map((/** @type {any} */ { property }) => property),
      ["key", "number"],
    );
    // Several can have none, and an object keeps its own.
    const second = await create("order", { key: "" });
    await create("order", {});
    assert.equal((await ask("PUT", `api/v1/limeobject/order/${first._id}/`, { key: "abc" })).status, 200);
    refused(await ask("PUT", `api/v1/limeobject/order/${second._id}/`, { number: 5 }), 422, "not-unique");
    assert.equal((await ask("DELETE", `api/v1/limeobject/order/${first._id}/`)).status, 204);
    assert.equal((await ask("PUT", `api/v1/limeobject/order/${second._id}/`, { number: 5 })).status, 200);
    assert.equal((await list("order")).length, 2);
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
    const send = async (/** @type {NonNullable<RequestInit["body"]>} */ body, type = "application/json") => {
      const headers = { "x-api-key": "sandbox", "content-type": type };
      const answer = await fetch("api/v1/limeobject/helpdesk/", { method: "POST", headers, body });
      return { status: answer.status, body: await answer.json() };
    };
    refused(await send("{"), 400, "bad-json");
    refused(await send(new Uint8Array([0x22, 0xff, 0x22])), 400, "bad-json");
    refused(await send(JSON.stringify(ticket), "text/plain"), 415, "not-json");
    for (const body of ["[]", "null", '"x"', "5"]) refused(await send(body), 400, "not-an-object");
  });
});
