// Limetypes: metadata that is returned and loaded.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { Mapper } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import conversation from "userlike-limeobject/examples/conversation.json" with { type: "json" };
import exampleLimetypes from "userlike-limeobject/examples/limetypes.json" with { type: "json" };
import twoInstances from "userlike-limeobject/examples/two-instances.json" with { type: "json" };
import { application, EVERYTHING, refused, ticket } from "./sandbox.mjs";

const { ask, control, create, ids, reset } = application("limetypes");

describe("limetypes", () => {
  beforeEach(reset);

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
