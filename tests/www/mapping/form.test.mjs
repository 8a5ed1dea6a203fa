// What the mapping form derives from a configuration. No browser is needed for that.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { PROPERTY_TYPES, USERLIKE_HOSTS } from "userlike-limeobject";
import { instancesOf } from "../../../www/src/state/config-outline.ts";
import { LimetypeIndex } from "../../../www/src/state/limetype-index.ts";
import { MappingChecker } from "../../../www/src/views/mapping/check/mapping-checker.ts";
import { coverageOf } from "../../../www/src/views/mapping/model/coverage.ts";
import { placeText } from "../../../www/src/views/mapping/model/place-text.ts";
import { propertyGroups } from "../../../www/src/views/mapping/model/property-groups.ts";
import { share } from "../../../www/src/views/mapping/model/share.ts";
import { sourceText } from "../../../www/src/views/mapping/model/source-text.ts";
import { typeText } from "../../../www/src/views/mapping/value-text.ts";

const example = (name) => readFile(new URL(`../../../pkg/examples/${name}.json`, import.meta.url), "utf8");
const limetypes = await example("limetypes");
const config = (...instances) => JSON.stringify({ instances });

test("what has not changed stays the identical object", () => {
  const before = { a: [{ n: 1 }, { n: 2 }], b: { c: "x" }, d: new Map([[1, 2]]) };
  const after = share(before, { a: [{ n: 1 }, { n: 3 }], b: { c: "x" }, d: before.d });
  assert.deepEqual(after.a, [{ n: 1 }, { n: 3 }]);
  assert.equal(after.a[0], before.a[0]);
  assert.notEqual(after.a[1], before.a[1]);
  assert.equal(after.b, before.b);
  assert.equal(share(before, structuredClone({ a: before.a, b: before.b })).a, before.a);
  assert.equal(share(before.a, structuredClone(before.a)), before.a);
  const map = new Map();
  assert.equal(share(new Map([[1, 2]]), map), map, "other objects are not compared");
});

describe("who takes the conversations of a part that is removed", () => {
  const covered = (instances, index) => {
    const all = instancesOf(config(...instances));
    const { topics, takesOthers, heir } = coverageOf(all, all[index]);
    return [topics.join(), takesOthers, heir?.displayName];
  };
  for (const [title, instances, expected] of [
    [
      "nobody",
      [
        { limetype: "a", topic: "x" },
        { limetype: "b", topic: "y" },
      ],
      ["x", false, undefined],
    ],
    [
      "the default",
      [
        { limetype: "a", topic: "x" },
        { limetype: "b", default: true },
      ],
      ["x", false, "b"],
    ],
    [
      "the only one that is left, if it has no topics",
      [{ limetype: "a", default: true }, { limetype: "b" }],
      ["", true, "b"],
    ],
    [
      "nobody takes those of the default",
      [
        { limetype: "a", default: true },
        { limetype: "b", topic: "y" },
      ],
      ["", true, undefined],
    ],
  ])
    test(title, () => assert.deepEqual(covered(instances, 0), expected));
});

test("properties are missing, mapped, automatic or not mapped, and the open one stays where it is", () => {
  const property = (name, more) => [name, { name, required: false, ...more }];
  const input = {
    properties: new Map([
      property("a"),
      property("b", { required: true }),
      property("c"),
      property("d"),
      property("e", { required: true }),
      property("f", { required: true }),
    ]),
    rules: new Map([
      ["a", {}],
      ["f", {}],
      ["unknown", {}],
    ]),
    isAutomatic: (name) => name === "c" || name === "e",
    open: undefined,
  };
  const groups = { missing: ["b"], mapped: ["a", "f", "unknown"], automatic: ["c", "e"], unmapped: ["d"] };
  assert.deepEqual(propertyGroups(input), groups);
  assert.deepEqual(propertyGroups({ ...input, open: { property: "d", group: "mapped" } }), {
    missing: ["b"],
    mapped: ["a", "d", "f", "unknown"],
    automatic: ["c", "e"],
    unmapped: [],
  });
  const mapped = new Map([...input.rules, ["d", {}]]);
  assert.deepEqual(propertyGroups({ ...input, rules: mapped, open: { property: "d", group: "unmapped" } }), groups);
});

test("sources of a value are one text", () => {
  const [instance] = instancesOf(
    config({
      limetype: "helpdesk",
      properties: {
        a: { userlikeKey: ["subject", "id"], template: "{subject} with {contact.name}", defaultValue: "normal" },
        b: { defaultValue: true },
        c: { each: "name" },
      },
    }),
  );
  const priority = { options: [{ key: "normal", text: "Normal" }] };
  assert.deepEqual(
    instance.limeobject.properties.map((rule) => sourceText(rule, priority)),
    [
      "subject, otherwise id, otherwise Template: {subject} with {contact.name}, otherwise Normal",
      "always Yes",
      "Nothing",
    ],
  );
});

test("every type of a property that can be written has a name", () => {
  const toMany = ["hasmany", "hasandbelongstomany"];
  const types = PROPERTY_TYPES.filter((type) => !toMany.includes(type));
  assert.deepEqual(
    types.filter((type) => typeText(type) === type),
    [],
  );
  assert.equal(typeText("from the future"), "from the future");
});

test("the place of a problem is said in words", () => {
  const instances = instancesOf(
    config({ name: "Support", limetype: "helpdesk", properties: { title: { userlikeKey: "a..b" } } }),
  );
  const index = new LimetypeIndex(limetypes);
  const at = (place) => placeText(place, instances, index);
  assert.equal(at({ pointer: "/instances/0/properties/title/userlikeKey" }), "Support › Title");
  assert.equal(at({ pointer: "/instances/0" }), "Support");
  assert.equal(at({ pointer: "/instances/0/transcript/timeZone" }), "Support › History note › Time zone");
  assert.equal(at({ pointer: "/other" }), "other");
  assert.equal(at({ pointer: "", line: 3, column: 4 }), "3:4");
});

test("a check names problems, maps with the selected part, and says where the topics lead", async () => {
  const checker = new MappingChecker();
  const payload = JSON.stringify({ ...JSON.parse(await example("conversation")), topics: [{ text: "sales" }] });
  const check = (instances, index = 0) =>
    checker.check({ config: config(...instances), limetypes, mediaHosts: USERLIKE_HOSTS, payload, index });
  const support = {
    name: "Support",
    limetype: "helpdesk",
    topic: "support",
    properties: { title: { defaultValue: "x" } },
  };
  const sales = { name: "Sales", limetype: "deal", topic: "sales" };
  const { outcome } = check([support, sales]);
  assert.equal(outcome.mapped.objects.limeobject.values.title, "x");
  assert.equal(outcome.mapped.routedTo, 1);
  const broken = check([{ ...support, properties: { title: { template: "{" } } }]);
  assert.deepEqual(broken.outcome, { kind: "errors" });
  assert.equal(broken.problems[0].pointer, "/instances/0/properties/title/template");
  assert.equal(
    checker.check({ config: config(support), limetypes, mediaHosts: [], payload: " ", index: 0 }).outcome.kind,
    "no-payload",
  );
  assert.equal(
    checker.check({ config: config(support), limetypes, mediaHosts: [], payload: "{", index: 0 }).outcome.kind,
    "payload",
  );
});

test("of two instances with the same name, each maps with its own rules", () => {
  const all = { limetype: "deal", topic: "a", properties: { name: { defaultValue: "first" } } };
  const instances = [
    { ...all, name: "Sales" },
    { ...all, name: " SALES ", topic: "b", properties: { name: { defaultValue: "second" } } },
    { ...all, name: "Sales (2)", topic: "c", properties: { name: { defaultValue: "third" } } },
  ];
  const checker = new MappingChecker();
  const payload = JSON.stringify({ id: 1, topics: [{ text: "b" }], transcript: [] });
  const check = (index) =>
    checker.check({ config: config(...instances), limetypes, mediaHosts: [], payload, index }).outcome.mapped;
  assert.deepEqual(
    [0, 1, 2].map((index) => check(index).objects.limeobject.values.name),
    ["first", "second", "third"],
  );
  assert.equal(check(0).routedTo, 1);
});

describe("instances that can send no conversation", () => {
  const checker = new MappingChecker();
  const all = {
    name: "Support",
    limetype: "helpdesk",
    topic: "support",
    relationHistory: "history",
    properties: { title: { userlikeKey: "subject" }, priority: { defaultValue: "normal" } },
    history: { properties: { type: { defaultValue: "chat" } } },
  };
  const blocked = (...instances) =>
    checker
      .check({ config: config(...instances), limetypes, mediaHosts: [], payload: "", index: undefined })
      .blocked.map(({ index, findings }) => [
        index,
        ...findings.map(({ object, property }) => `${object}.${property}`),
      ]);
  const { title, priority } = all.properties;

  for (const [name, instances, expected] of [
    ["none, where values can come from the conversation", [all], []],
    ["a required property without a rule", [{ ...all, properties: { title } }], [[0, "limeobject.priority"]]],
    [
      "a rule with nothing to write",
      [{ ...all, properties: { title: { defaultValue: "" }, priority } }],
      [[0, "limeobject.title"]],
    ],
    ["a template is a source", [{ ...all, properties: { title: { template: "{subject}" }, priority } }], []],
    ["of the history note", [{ ...all, history: {} }], [[0, "history.type"]]],
    [
      "the second one only",
      [all, { ...all, name: "Sales", topic: "sales", properties: {} }],
      [[1, "limeobject.title", "limeobject.priority"]],
    ],
  ])
    test(name, () => assert.deepEqual(blocked(...instances), expected));

  test("what Lime CRM does not allow", () => {
    const forbidden = JSON.parse(limetypes).map((limetype) =>
      limetype.name === "helpdesk" ? { ...limetype, acl: { ...limetype.acl, create: false } } : limetype,
    );
    const { blocked } = new MappingChecker().check({
      config: config(all),
      limetypes: JSON.stringify(forbidden),
      mediaHosts: [],
      payload: "",
      index: undefined,
    });
    assert.deepEqual(
      blocked[0].findings.map(({ code }) => code),
      ["not-allowed"],
    );
  });
});
