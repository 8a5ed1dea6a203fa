// What the mapping editor does to a configuration's text, and what it reads out of it. No browser is needed for that.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { formatPath, Mapper, parsePath } from "userlike-limeobject";
import { dateFormat } from "../../../www/src/i18n/format.ts";
import { toPointer } from "../../../www/src/platform/json-pointer.ts";
import { instancesOf } from "../../../www/src/state/config-outline.ts";
import { LimetypeIndex } from "../../../www/src/state/limetype-index.ts";
import { completionsAt } from "../../../www/src/views/mapping/model/completion.ts";
import { transcriptParts } from "../../../www/src/views/mapping/model/config.ts";
import * as change from "../../../www/src/views/mapping/model/config-edit.ts";
import { copy, insert, move, remove, set, wrap } from "../../../www/src/views/mapping/model/json-edit.ts";
import { parseJson, stepsOf, toValue } from "../../../www/src/views/mapping/model/json-tree.ts";
import { PayloadTree } from "../../../www/src/views/mapping/model/payload-tree.ts";
import { ConfigSchema } from "../../../www/src/views/mapping/model/schema.ts";
import { suggestInstance } from "../../../www/src/views/mapping/model/suggest-instance.ts";
import { fieldsWithoutFallback } from "../../../www/src/views/mapping/model/template-fields.ts";

const example = (name) => readFile(new URL(`../../../pkg/examples/${name}.json`, import.meta.url), "utf8");
const instances = (text) => instancesOf(text);
const first = (text) => instances(text)[0];

describe("editing a JSON text", () => {
  for (const [name, before, edit, after] of [
    ["a value is replaced in its place", '{ "a": 1, "b": 2 }', (t) => set(t, ["a"], "x"), '{ "a": "x", "b": 2 }'],
    ["a member joins the others' line", '{ "a": 1 }', (t) => set(t, ["b"], true), '{ "a": 1, "b": true }'],
    ["a member gets a line where others have", '{\n\t"a": 1\n}', (t) => set(t, ["b"], 2), '{\n\t"a": 1,\n\t"b": 2\n}'],
    ["line ends are kept", '{\r\n  "a": 1\r\n}', (t) => set(t, ["b"], 2), '{\r\n  "a": 1,\r\n  "b": 2\r\n}'],
    ["an empty object opens", '{\n  "a": {}\n}', (t) => set(t, ["a", "b"], 1), '{\n  "a": {\n    "b": 1\n  }\n}'],
    ["what is missing on the way is made", '{ "z": 0 }', (t) => set(t, ["a", "b"], 1), '{ "z": 0, "a": { "b": 1 } }'],
    ["a first member is removed", '{ "a": 1, "b": 2 }', (t) => remove(t, ["a"]), '{ "b": 2 }'],
    ["a last member is removed", '{\n  "a": 1,\n  "b": 2\n}', (t) => remove(t, ["b"]), '{\n  "a": 1\n}'],
    ["an only member is removed", '{ "a": { "b": 1 } }', (t) => remove(t, ["a", "b"]), '{ "a": {} }'],
    ["a key that is there twice is removed twice", '{ "a": 1, "b": 2, "a": 3 }', (t) => remove(t, ["a"]), '{ "b": 2 }'],
    [
      "of a key that is there twice the last is set",
      '{ "a": 1, "a": 3 }',
      (t) => set(t, ["a"], 4),
      '{ "a": 1, "a": 4 }',
    ],
    ["an item is inserted", "[1, 3]", (t) => insert(t, [], 1, 2), "[1, 2, 3]"],
    ["an item is put behind", "[\n  1\n]", (t) => insert(t, [], 9, 2), "[\n  1,\n  2\n]"],
    ["items move as they are written", "[ 1.0,\n {}, 3 ]", (t) => move(t, [], 0, 2), "[ {},\n 3, 1.0 ]"],
    [
      "an item is copied as it is written",
      '[{ "n": 1.0 }]',
      (t) => copy(t, [], 0, (i) => i),
      '[{ "n": 1.0 }, { "n": 1.0 }]',
    ],
    [
      "a value is wrapped",
      '{\n  "a": [\n    1\n  ]\n}',
      (t) => wrap(t, ["a"], "r"),
      '{\n  "a": {\n    "r": [\n      1\n    ]\n  }\n}',
    ],
    [
      "other numbers and orders stay",
      '{ "n": 1.00, "z": 1e2, "a": "\\u0041" }',
      (t) => set(t, ["a"], 1),
      '{ "n": 1.00, "z": 1e2, "a": 1 }',
    ],
    ["what is not there is removed without a word", '{ "a": 1 }', (t) => remove(t, ["b", "c"]), '{ "a": 1 }'],
  ]) {
    test(name, () => {
      assert.equal(edit(before), after);
      JSON.parse(after);
    });
  }

  test("a text that is no JSON says where", () => {
    assert.deepEqual(parseJson('{ "a": }').syntaxError, { offset: 7, length: 1, code: "ValueExpected" });
    assert.equal(parseJson("{}//x").syntaxError.code, "InvalidCommentToken");
    assert.equal(parseJson("[1,]").syntaxError !== undefined, true);
    assert.equal(parseJson("").syntaxError.code, "ValueExpected");
    assert.equal(parseJson("[".repeat(200_000)).syntaxError.code.length > 0, true);
  });

  test("pointers and ways are the same", () => {
    const { root } = parseJson('{ "a/b": [ { "c~d": 1, "0": 2 } ] }');
    const steps = stepsOf(root, "/a~1b/0/c~0d");
    assert.deepEqual(steps, ["a/b", 0, "c~d"]);
    assert.equal(toPointer(steps), "/a~1b/0/c~0d");
    assert.deepEqual(stepsOf(root, "/a~1b/0/0"), ["a/b", 0, "0"]);
  });

  test("any edit of any place leaves JSON, and the other values as they were", async () => {
    const text = await example("two-instances");
    for (const steps of places(JSON.parse(text))) {
      const set_ = set(text, steps, "new");
      assert.deepEqual(JSON.parse(set_), changed(JSON.parse(text), steps, "new"), toPointer(steps));
      const without = remove(text, steps);
      assert.deepEqual(JSON.parse(without), changed(JSON.parse(text), steps, undefined), toPointer(steps));
    }
  });
});

/** Every way to a value below the root. */
function places(value, steps = []) {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[...steps, key], ...places(value[key], [...steps, key])]);
}

function changed(root, steps, value) {
  const owner = steps.slice(0, -1).reduce((at, step) => at[step], root);
  const key = steps.at(-1);
  if (value !== undefined) owner[key] = value;
  else if (Array.isArray(owner)) owner.splice(key, 1);
  else delete owner[key];
  return root;
}

describe("reading a configuration", () => {
  test("both shapes of properties and of rules say the same", async () => {
    const [helpdesk, deals] = instances(await example("two-instances"));
    assert.equal(helpdesk.displayName, "Helpdesk");
    assert.deepEqual(helpdesk.topics, ["support", "complaint"]);
    assert.equal(helpdesk.default, true);
    assert.deepEqual(
      helpdesk.personRelation.rules.map((rule) => [rule.identificationKey, rule.propertyIdentifier]),
      [
        ["contact.email", "email"],
        ["contact.phone_number", "phone"],
      ],
    );
    const source = helpdesk.limeobject.properties.find((rule) => rule.property === "source");
    assert.deepEqual(source.map, [
      { from: "whatsapp_business", to: "whatsapp" },
      { from: "*", to: "web" },
    ]);
    assert.equal(source.pointer, "/instances/0/properties/source");
    assert.deepEqual(helpdesk.transcript, {
      timeZone: "Europe/Stockholm",
      timeFormat: "%d.%m.%Y %H:%M",
      contactName: "Visitor",
      include: ["messages", "bots", "unknown"],
      parts: ["messages", "bots", "unknown", "notifications"],
      roles: "always",
    });
    assert.deepEqual(deals.topics, ["lead"]);
    assert.equal(deals.personRelation.rules[0].propertyIdentifier, "email");
    assert.equal(deals.personRelation.rules[0].pointer, "/instances/1/personRelation/0");
    const probability = deals.limeobject.properties.find((rule) => rule.property === "probability");
    assert.equal(probability.pointer, "/instances/1/properties/2");
    assert.equal(probability.defaultValue, 10);
  });

  test("what is of the wrong kind is passed over", () => {
    const text =
      '{"instances":[3,{"limetype":7,"topic":{},"properties":"x","personRelation":1,"history":[],"transcript":0}]}';
    const [instance] = instances(text);
    assert.equal(instance.index, 1);
    assert.equal(instance.displayName, "");
    assert.deepEqual(instance.limeobject.properties, []);
    assert.equal(instance.personRelation, null);
    assert.deepEqual(instances('{"instances":{}}'), []);
    assert.deepEqual(instances("3"), []);
  });
});

describe("the form's edits", () => {
  test("a property's rule comes, changes and goes; unknown keys stay", () => {
    const text =
      '{ "instances": [ { "limetype": "h", "properties": { "a": { "userlikeKey": "x", "note": "keep" } } } ] }';
    const added = change.setRule(text, first(text), "limeobject", "b", { keys: ["y", "z"], defaultValue: false });
    assert.deepEqual(JSON.parse(added).instances[0].properties.b, { userlikeKey: ["y", "z"], defaultValue: false });
    const several = change.setRule(added, first(added), "limeobject", "a", { template: "{x}", map: [["1", "one"]] });
    assert.deepEqual(JSON.parse(several).instances[0].properties.a, {
      userlikeKey: "x",
      note: "keep",
      template: "{x}",
      map: { 1: "one" },
    });
    const fewer = change.setRule(several, first(several), "limeobject", "b", { keys: [] });
    assert.deepEqual(JSON.parse(fewer).instances[0].properties.b, { defaultValue: false });
    const gone = change.setRule(fewer, first(fewer), "limeobject", "b", { defaultValue: undefined });
    assert.deepEqual(Object.keys(JSON.parse(gone).instances[0].properties), ["a"]);
    assert.equal(change.setRule(gone, first(gone), "limeobject", "c", { keys: [] }), gone);
  });

  test("what becomes of odd, empty and several values comes and goes", () => {
    const text = '{ "instances": [ { "limetype": "h", "properties": { "a": { "userlikeKey": "x" } } } ] }';
    const all = { each: "name", join: "; ", ifInvalid: "refuse", whenEmpty: "clear" };
    const set = change.setRule(text, first(text), "limeobject", "a", all);
    assert.deepEqual(JSON.parse(set).instances[0].properties.a, { userlikeKey: "x", ...all });
    const [rule] = first(set).limeobject.properties;
    assert.deepEqual({ ...all, ...rule }, rule, "the outline has them");
    const none = { each: "", join: "", ifInvalid: "", whenEmpty: "" };
    assert.deepEqual(JSON.parse(change.setRule(set, first(set), "limeobject", "a", none)), JSON.parse(text));
    const refusing = change.setText(text, first(text), "ifInvalid", "refuse");
    assert.equal(first(refusing).ifInvalid, "refuse");
  });

  test("parts of the conversation and roles; the default parts need no key", () => {
    const text = '{ "instances": [ { "limetype": "h" } ] }';
    const more = change.setTranscriptParts(text, first(text), ["messages", "bots", "unknown"]);
    assert.deepEqual(first(more).transcript.include, ["messages", "bots", "unknown"]);
    const roles = change.setTranscript(more, first(more), "roles", "always");
    assert.equal(first(roles).transcript.roles, "always");
    const usual = change.setTranscriptParts(roles, first(roles), ["bots", "messages"]);
    assert.deepEqual(JSON.parse(usual).instances[0].transcript, { roles: "always" });
    assert.deepEqual(JSON.parse(change.setTranscriptParts(more, first(more), [])), JSON.parse(text));
  });

  test("notifications are one of the parts, whichever key says so", () => {
    const text = '{ "instances": [ { "limetype": "h", "includeNotifications": true } ] }';
    assert.deepEqual(transcriptParts(first(text)), ["messages", "bots", "notifications"]);
    const without = change.setTranscriptParts(text, first(text), ["messages", "bots"]);
    assert.deepEqual(JSON.parse(without), { instances: [{ limetype: "h" }] });
    const more = change.setTranscriptParts(text, first(text), [...transcriptParts(first(text)), "commands"]);
    const [instance] = JSON.parse(more).instances;
    assert.deepEqual(instance, {
      limetype: "h",
      transcript: { include: ["messages", "bots", "notifications", "commands"] },
    });
    assert.deepEqual(transcriptParts(first(more)), instance.transcript.include);
    const off = '{ "instances": [ { "limetype": "h", "includeNotifications": false } ] }';
    const on = change.setTranscriptParts(off, first(off), ["messages", "bots", "notifications"]);
    assert.deepEqual(transcriptParts(first(on)), ["messages", "bots", "notifications"]);
  });

  test("properties that are a list stay one", () => {
    const text = '{ "instances": [ { "limetype": "h", "properties": [ { "property": "a", "defaultValue": 1 } ] } ] }';
    const added = change.setRule(text, first(text), "limeobject", "b", { keys: ["y"] });
    assert.deepEqual(JSON.parse(added).instances[0].properties[1], { property: "b", userlikeKey: "y" });
    const gone = change.setRule(added, first(added), "limeobject", "a", { defaultValue: "" });
    assert.deepEqual(JSON.parse(gone).instances[0].properties, [{ property: "b", userlikeKey: "y" }]);
  });

  test("a block goes with its last property", () => {
    const text = '{ "instances": [ { "limetype": "h" } ] }';
    const added = change.setRule(text, first(text), "history", "type", { defaultValue: "chat" });
    assert.deepEqual(JSON.parse(added).instances[0].history, { properties: { type: { defaultValue: "chat" } } });
    const gone = change.setRule(added, first(added), "history", "type", { defaultValue: undefined });
    assert.deepEqual(JSON.parse(gone), JSON.parse(text));
    const zone = change.setTranscript(text, first(text), "timeZone", "Europe/Berlin");
    assert.deepEqual(JSON.parse(zone).instances[0].transcript, { timeZone: "Europe/Berlin" });
    assert.deepEqual(JSON.parse(change.setTranscript(zone, first(zone), "timeZone", "")), JSON.parse(text));
  });

  test("rules to find somebody, in both shapes", () => {
    const bare =
      '{ "instances": [ { "limetype": "h", "personRelation": [ { "identificationKey": "a", "propertyIdentifier": "b", "x": 1 } ] } ] }';
    const named = change.setRelation(bare, first(bare).personRelation, "relation", "contact");
    assert.deepEqual(JSON.parse(named).instances[0].personRelation, {
      rules: [{ identificationKey: "a", propertyIdentifier: "b", x: 1 }],
      relation: "contact",
    });
    const marked = change.setRelation(bare, first(bare).personRelation, "inactiveProperties", []);
    assert.deepEqual(first(marked).personRelation.inactiveProperties, []);
    assert.equal(first(marked).personRelation.rules.length, 1);
    const usual = change.setRelation(marked, first(marked).personRelation, "inactiveProperties", "");
    assert.equal(first(usual).personRelation.inactiveProperties, null);
    const two = change.addLookupRule(named, first(named), "personRelation", first(named).personRelation, {
      key: "c",
      property: "d",
    });
    const alike = change.setLookupRule(two, first(two).personRelation, 1, "matchBy", "phone");
    assert.equal(first(alike).personRelation.rules[1].matchBy, "phone");
    assert.equal(change.setLookupRule(alike, first(alike).personRelation, 1, "matchBy", ""), two);
    const moved = change.moveLookupRule(two, first(two).personRelation, 1, 0);
    assert.deepEqual(
      first(moved).personRelation.rules.map((rule) => rule.identificationKey),
      ["c", "a"],
    );
    const one = change.removeLookupRule(moved, first(moved).personRelation, 0);
    assert.equal(first(change.removeLookupRule(one, first(one).personRelation, 0)).personRelation, null);
    const none = '{ "instances": [ { "limetype": "h" } ] }';
    const added = change.addLookupRule(none, first(none), "coworkerRelation", null, { key: "k", property: "p" });
    assert.deepEqual(
      first(added).coworkerRelation.rules.map((rule) => [rule.identificationKey, rule.propertyIdentifier]),
      [["k", "p"]],
    );
  });

  test("instances are added, copied, moved and removed; only one is the default, and topics belong to one", async () => {
    const text = await example("two-instances");
    const [helpdesk, deals] = instances(text);
    const copied = change.duplicateInstance(text, helpdesk, change.uniqueName([helpdesk, deals], "Helpdesk"));
    assert.deepEqual(
      instances(copied).map((instance) => instance.displayName),
      ["Helpdesk", "Helpdesk 2", "Deals"],
    );
    assert.deepEqual(instances(copied)[1].topics, []);
    assert.equal(instances(copied)[1].default, null);
    assert.deepEqual(instances(copied)[1].limeobject.properties.length, helpdesk.limeobject.properties.length);
    const chosen = change.setDefault(copied, instances(copied)[2], true);
    assert.deepEqual(
      instances(chosen).map((instance) => instance.default),
      [null, null, true],
    );
    const moved = change.moveInstance(chosen, instances(chosen)[2], 0);
    assert.deepEqual(
      instances(moved).map((instance) => instance.displayName),
      ["Deals", "Helpdesk", "Helpdesk 2"],
    );
    const removed = change.removeInstance(moved, instances(moved)[1]);
    assert.deepEqual(
      instances(removed).map((instance) => instance.displayName),
      ["Deals", "Helpdesk 2"],
    );
    const fresh = change.addInstance("{}", { name: "Sales", limetype: "deal", properties: {} });
    assert.deepEqual(JSON.parse(fresh), { instances: [{ name: "Sales", limetype: "deal", properties: {} }] });
    const topics = change.setTopics(fresh, first(fresh), ["a", "b"]);
    assert.deepEqual(JSON.parse(topics).instances[0].topic, ["a", "b"]);
    assert.equal(JSON.parse(change.setTopics(topics, first(topics), ["a"])).instances[0].topic, "a");
  });
});

describe("the fields of a payload", () => {
  test("every value of the example can be picked, by a path that finds it again", async () => {
    const payload = new PayloadTree(await example("conversation"));
    const paths = payload.paths();
    assert.ok(paths.length > 80);
    assert.ok(paths.includes("contact.email"));
    for (const path of paths) {
      assert.equal(formatPath(parsePath(path)), path);
      assert.notEqual(payload.at(path), undefined, path);
    }
    assert.equal(payload.textAt("contact_channel.type"), "web");
  });

  test("keys that need quotes have them", () => {
    const payload = new PayloadTree('{ "order no.": { "a\\"b\\\\": 1 }, "x": { "\u00e4-1": { "": 2 } } }');
    assert.deepEqual(payload.paths(), ['"order no."."a\\"b\\\\"', 'x."ä-1".""']);
    for (const path of payload.paths()) assert.notEqual(payload.textAt(path), undefined, path);
    for (const text of ["", ".", "a.", ".a", "[0]", "a..b", "a b", "a[", "a[1", 'a."b', "a[1]b"]) {
      assert.equal(payload.at(text), undefined, text);
    }
  });

  test("a list offers every item, each item and the last", () => {
    const payload = new PayloadTree('{ "topics": [ { "text": "a" }, { "text": "b", "id": 1 } ], "none": [] }');
    const [topics, none] = payload.fields;
    assert.deepEqual(
      payload.children(topics).map((field) => field.path),
      ["topics[*]", "topics[0]", "topics[1]", "topics[-1]"],
    );
    assert.deepEqual(
      payload.children(payload.children(topics)[0]).map((field) => [field.path, field.value, field.kind]),
      [
        ["topics[*].text", "a, b", "text"],
        ["topics[*].id", "1", "number"],
      ],
    );
    assert.deepEqual(payload.children(none), []);
    assert.equal(payload.textAt("topics[*].text"), "a, b");
    assert.equal(payload.textAt("topics[7].text"), undefined);
  });

  test("a search finds by path and by value, and ends in a payload without end", () => {
    const payload = new PayloadTree('{ "contact": { "email": "a@b.se", "name": "Ann" } }');
    assert.deepEqual(
      payload.search("MAIL").map((field) => field.path),
      ["contact.email"],
    );
    assert.deepEqual(
      payload.search("ann").map((field) => field.path),
      ["contact.name"],
    );
    assert.deepEqual(
      payload.search("contact ann").map((field) => field.path),
      ["contact.name"],
    );
    const deep = new PayloadTree(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`);
    assert.ok(deep.search("nothing").length === 0);
    const wide = new PayloadTree(JSON.stringify({ list: Array.from({ length: 5000 }, (_, n) => ({ n })) }));
    assert.ok(wide.children(wide.fields[0]).length < 60);
  });

  test("a payload that is no JSON has no fields", () => {
    assert.deepEqual(new PayloadTree("{").fields, []);
    assert.equal(new PayloadTree("3").at("a"), undefined);
    assert.equal(new PayloadTree('{"__proto__":{"x":1}}').textAt("__proto__.x"), "1");
    assert.equal(new PayloadTree("{}").at("constructor"), undefined);
  });
});

describe("limetypes", () => {
  test("every form of metadata says the same", async () => {
    const compact = JSON.parse(await example("limetypes"));
    const api = {
      _embedded: {
        limetypes: compact.map(({ name, localname, properties }) => ({
          name,
          localname: { singular: localname, plural: localname },
          _embedded: {
            properties: properties.map(({ relatedType, ...property }) => ({
              ...property,
              _links: relatedType ? { related_type: { name: relatedType } } : {},
            })),
          },
        })),
      },
    };
    const expected = new LimetypeIndex(JSON.stringify(compact)).all;
    assert.equal(expected.length, 8);
    assert.deepEqual(new LimetypeIndex(JSON.stringify(api)).all, expected);
    assert.deepEqual(new LimetypeIndex(JSON.stringify({ limetypes: compact })).all, expected);
    assert.deepEqual(new LimetypeIndex("nothing").all, []);
    assert.deepEqual(toValue(parseJson('{"a":[1,{"b":null}]}').root), { a: [1, { b: null }] });
  });
});

describe("a first instance", () => {
  test("each limetype that can take conversations gets one that the package accepts", async () => {
    const text = await example("limetypes");
    const limetypes = new LimetypeIndex(text);
    for (const name of ["helpdesk", "deal"]) {
      const config = { instances: [suggestInstance(limetypes.get(name), "First", limetypes)] };
      const mapper = new Mapper(JSON.stringify(config), { limetypes: text });
      assert.deepEqual(mapper.warnings, []);
      const preview = mapper.preview(await example("conversation"));
      assert.deepEqual(
        preview.objects.map((object) => object.role),
        ["ulconversation", "limeobject", "history"],
      );
      const errors = preview.findings.filter((finding) => finding.severity === "error");
      assert.deepEqual(
        errors.map((finding) => finding.code),
        ["required-missing"],
        "its option is left to a person",
      );
    }
  });

  test("a limetype that knows nobody is suggested as it is", () => {
    const limetypes = new LimetypeIndex('[{"name":"x","properties":[{"name":"n","type":"integer"}]}]');
    assert.deepEqual(JSON.parse(JSON.stringify(suggestInstance(limetypes.get("x"), "X", limetypes))), {
      name: "X",
      limetype: "x",
      properties: {},
    });
  });
});

describe("completion of the JSON", async () => {
  const schema = JSON.parse(await readFile(new URL("../../../pkg/schema/config.json", import.meta.url), "utf8"));
  const knowledge = {
    schema: new ConfigSchema(schema),
    limetypes: new LimetypeIndex(await example("limetypes")),
    payload: new PayloadTree(await example("conversation")),
    timeZones: ["Europe/Berlin", "Europe/Stockholm"],
  };
  /** The labels at the place of `|`, and the text after taking one. */
  const complete = (marked, take) => {
    const offset = marked.indexOf("|");
    const text = marked.replace("|", "");
    const found = completionsAt(text, offset, knowledge);
    const option = found?.options.find(({ label }) => label === take);
    const taken = option && text.slice(0, found.from) + option.insert + text.slice(found.to);
    return { labels: found?.options.map(({ label }) => label) ?? [], taken, option };
  };
  const helpdesk = (rest) => `{ "instances": [ { "limetype": "helpdesk", ${rest} } ] }`;

  for (const [name, marked, take, taken] of [
    ["a key, half typed", '{ "inst|" }', "instances", '{ "instances": [] }'],
    ["a key without quotes", helpdesk("rel|"), "relationHistory", helpdesk('"relationHistory": ""')],
    ["a key before its value", helpdesk('"linkT|": "x"'), "linkType", helpdesk('"linkType": "x"')],
    ["a value of the schema", helpdesk('"linkType": "|"'), "Desktop client", helpdesk('"linkType": "Desktop client"')],
    ["yes and no", helpdesk('"importMediaFiles": |'), "true", helpdesk('"importMediaFiles": true')],
    ["a limetype", '{"instances":[{"limetype":"|"}]}', "deal", '{"instances":[{"limetype":"deal"}]}'],
    ["a property", helpdesk('"properties": { "|" }'), "priority", helpdesk('"properties": { "priority": {} }')],
    ["a property of a history note", helpdesk('"history": { "properties": { | } }'), "note", undefined],
    ["a property in a list", helpdesk('"properties": [ { "property": "|" } ]'), "title", undefined],
    [
      "a field of the payload",
      helpdesk('"properties": { "title": { "userlikeKey": "|" } }'),
      "contact.email",
      undefined,
    ],
    [
      "one of several fields",
      helpdesk('"properties": { "title": { "userlikeKey": ["a", "|"] } }'),
      "subject",
      undefined,
    ],
    ["an option", helpdesk('"properties": { "priority": { "defaultValue": "|" } }'), "high", undefined],
    ["an option to map to", helpdesk('"properties": { "source": { "map": { "x": "|" } } }'), "whatsapp", undefined],
    ["a relation", helpdesk('"relationHistory": "|"'), "history", undefined],
    ["a person's property", helpdesk('"personRelation": [ { "propertyIdentifier": "|" } ]'), "email", undefined],
    ["a person's relation", helpdesk('"personRelation": { "relation": "|" }'), "person", undefined],
    ["a time zone", helpdesk('"transcript": { "timeZone": "|" }'), "Europe/Stockholm", undefined],
    [
      "in a text that is broken further down",
      `${helpdesk('"linkType": "|"').slice(0, -2)} ,,, `,
      "Web client",
      undefined,
    ],
  ]) {
    test(name, () => {
      const found = complete(marked, take);
      assert.ok(found.labels.includes(take), `${take} is not among ${found.labels}`);
      if (taken !== undefined) assert.equal(found.taken, taken);
    });
  }

  test("keys that are there are not offered again, and nothing where nothing is known", () => {
    assert.ok(!complete(helpdesk("|")).labels.includes("limetype"));
    assert.deepEqual(complete(helpdesk('"name": "|"')).labels, []);
    assert.deepEqual(complete(helpdesk('"relationHistory": "|"')).labels, ["history"]);
    assert.deepEqual(complete("").labels, []);
  });

  test("the caret goes into the blank value", () => {
    assert.equal(complete("{ | }", "instances").option.back, 1);
  });
});

test("a text that was parsed is not parsed again by each step of an edit", () => {
  const text = '{ "instances": [ { "limetype": "h" } ] }';
  assert.equal(parseJson(text), parseJson(text));
  assert.notEqual(parseJson(`${text} `), parseJson(text));
  const style = { dateStyle: "medium" };
  assert.equal(dateFormat(style), dateFormat({ ...style }), "nor is a format made for each value");
  assert.notEqual(dateFormat(style), dateFormat({ dateStyle: "long" }));
});

describe("fields that a conversation does not have", () => {
  for (const [template, fields] of [
    ["Chat with {contact.name|a visitor}: { subject }, {subject}", ["subject"]],
    ["{{id}} {{{id}}}", ["id"]],
    [`{custom."a}b|c"} {custom.'it\\'s'}`, ['custom."a}b|c"', `custom.'it\\'s'`]],
    ["{subject} {unclosed", ["subject"]],
    ["{id} closed} {subject}", ["id"]],
  ])
    test(`in ${template}`, () => assert.deepEqual(fieldsWithoutFallback(template), fields));

  const tree = new PayloadTree(
    JSON.stringify({
      subject: "",
      contact: { name: "Ann", email: null, company: null },
      custom: {},
      topics: [],
      messages: [{ body: "Hi" }, { text: "Ho" }],
    }),
  );
  for (const [path, suggestion] of [
    ["subjet", "subject"],
    ["Subject", "subject"],
    ["contcat.nmae", "contact.name"],
    ["messages[*].bdoy", "messages[*].body"],
    ["contact.telephone", undefined],
    ["conact.telephone", undefined],
    ["contact.name.first", undefined],
  ])
    test(`${path} is missing`, () => assert.deepEqual(tree.missing(path), { path, suggestion }));
  for (const path of [
    "subject",
    "contact.email",
    "contact.company.name",
    "custom.order",
    "topics[0].name",
    "messages[5].body",
    "messages[*].text",
    "not a path",
  ])
    test(`${path} is not missing`, () => assert.equal(tree.missing(path), undefined));
  test("without a conversation nothing is", () => assert.equal(new PayloadTree("").missing("subject"), undefined));
});
