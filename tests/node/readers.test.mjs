import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  ConfigError,
  formatPath,
  instances,
  LimeobjectError,
  limetypes,
  locate,
  PathError,
  PayloadError,
  parsePath,
  pointerToPath,
  positionAt,
  summary,
} from "userlike-limeobject";
import { fileOf } from "./package.mjs";
import { thrownBy } from "./thrown-by.mjs";

/** The text of a shipped example. */
function example(/** @type {string} */ file) {
  return readFileSync(fileOf(`userlike-limeobject/examples/${file}`), "utf8");
}

test("metadata is read from objects, texts and bytes alike, with labels", () => {
  const text = example("limetypes.json");
  const list = limetypes(text);
  assert.deepEqual(list.problems, []);
  assert.deepEqual(limetypes(JSON.parse(text)), list);
  assert.deepEqual(limetypes(new TextEncoder().encode(text)), list);
  const helpdesk = list.limetypes.find(({ name }) => name === "helpdesk");
  assert.equal(helpdesk?.label, "Ticket");
  assert.deepEqual(helpdesk?.permissions, { create: true, read: true, update: true, delete: true });
  const person = helpdesk?.properties.find(({ name }) => name === "person");
  assert.deepEqual(
    [person?.type, person?.relatedType, person?.isRelation, person?.isFarEnd],
    ["belongsto", "person", true, false],
  );
});

test("problems of metadata are returned with their pointers, and what is usable is read", () => {
  const { limetypes: list, problems } = limetypes([
    { name: "a", properties: [{ name: "x", type: /** @type {never} */ ("tpye") }] },
  ]);
  assert.deepEqual(
    list.map(({ name, label, properties }) => [name, label, properties]),
    [["a", "a", []]],
  );
  assert.deepEqual(
    problems.map(({ code, pointer }) => [code, pointer]),
    [["unknown-type", "/0/properties/0/type"]],
  );
  assert.equal(limetypes("{").problems[0]?.code, "cut-off");
  assert.ok(thrownBy(() => limetypes(/** @type {never} */ (7))) instanceof ConfigError);
});

test("the outline of a configuration has every accepted shape in one form, with pointers", () => {
  const { instances: list, problems } = instances(example("two-instances.json"));
  assert.deepEqual(problems, []);
  assert.deepEqual(
    list.map(({ index, pointer, displayName, topics, default: isDefault }) => [
      index,
      pointer,
      displayName,
      topics,
      isDefault,
    ]),
    [
      [0, "/instances/0", "Helpdesk", ["support", "complaint"], true],
      [1, "/instances/1", "Deals", ["lead"], null],
    ],
  );
  const [helpdesk, deals] = list;
  assert.equal(helpdesk?.personRelation?.rulesPointer, "/instances/0/personRelation/rules");
  assert.equal(deals?.personRelation?.rulesPointer, "/instances/1/personRelation");
  assert.deepEqual(deals?.personRelation?.rules, [
    {
      pointer: "/instances/1/personRelation/0",
      identificationKey: "contact.email",
      propertyIdentifier: "email",
      matchBy: null,
    },
  ]);
  assert.deepEqual(
    helpdesk?.limeobject.properties.find(({ property }) => property === "source"),
    {
      property: "source",
      pointer: "/instances/0/properties/source",
      userlikeKeys: ["contact_channel.type"],
      each: null,
      join: null,
      template: null,
      map: [
        { from: "whatsapp_business", to: "whatsapp" },
        { from: "*", to: "web" },
      ],
      defaultValue: null,
      ifInvalid: null,
      whenEmpty: null,
    },
  );
  assert.deepEqual(
    deals?.limeobject.properties.map(({ property, pointer }) => [property, pointer]),
    ["name", "value", "probability", "dealstatus"].map((name, at) => [name, `/instances/1/properties/${at}`]),
  );
  assert.equal(helpdesk?.history.propertiesPointer, "/instances/0/history/properties");
  assert.equal(helpdesk?.transcript.timeZone, "Europe/Stockholm");
  assert.deepEqual(helpdesk?.transcript.parts, ["messages", "bots", "unknown", "notifications"]);
});

test("an invalid configuration keeps its texts and reports its problems", () => {
  const { instances: list, problems } = instances({
    instances: [{ limetype: "helpdesk", properties: { title: { userlikeKey: "a..b" } } }],
  });
  assert.deepEqual(list[0]?.limeobject.properties[0]?.userlikeKeys, ["a..b"]);
  assert.deepEqual(
    problems.map(({ code, pointer }) => [code, pointer]),
    [["invalid-path", "/instances/0/properties/title/userlikeKey"]],
  );
  assert.deepEqual(instances("nonsense").instances, []);
  assert.equal(instances("nonsense").problems[0]?.code, "not-json");
});

test("the summary has the facts that lists show, and the senders of the transcript", () => {
  const { contactName, lastMessage, ...facts } = summary(example("conversation.json"));
  assert.deepEqual(facts, {
    conversation: 63741936,
    isConversation: true,
    callbackType: null,
    callbackEvent: null,
    contactEmail: null,
    subject: null,
    topics: [],
    status: "open",
    startedAt: "2024-02-22T15:48:45.349Z",
    endedAt: null,
    messageCount: 1,
    command: null,
    transcript: [
      { index: 0, part: "notifications", sender: "operator", senderName: "Peter Testman", leftOut: null },
      { index: 1, part: "messages", sender: "contact", senderName: null, leftOut: null },
      { index: 2, part: "notifications", sender: "system", senderName: null, leftOut: null },
    ],
  });
  assert.equal(contactName, JSON.parse(example("conversation.json")).contact.name?.trim() || null);
  assert.deepEqual(
    [lastMessage?.sender, lastMessage?.senderName, lastMessage?.sentAt],
    ["contact", null, "2024-02-22T15:49:07.228Z"],
  );
  const callback = summary({ _type: "operator", _event: "online" });
  assert.deepEqual(
    [callback.isConversation, callback.callbackType, callback.callbackEvent],
    [false, "operator", "online"],
  );
  const command = summary({ id: 1, transcript: [{ body: "$lime deal", sender: { type: "operator" } }] });
  assert.deepEqual(command.command, { instance: "deal" });
  assert.deepEqual(command.transcript, [
    { index: 0, part: "commands", sender: "operator", senderName: null, leftOut: null },
  ]);
});

test("a payload without a summary is a PayloadError with its position", () => {
  const error = thrownBy(() => summary('{ "id": 1,\n  "contact": { "name": '));
  assert.ok(error instanceof PayloadError);
  assert.deepEqual([error.code, error.line, error.pointer], ["cut-off", 2, "/contact/name"]);
  assert.ok(thrownBy(() => summary([])) instanceof PayloadError);
  const large = thrownBy(() => summary({ id: 12345 }, { maxBytes: 5 }));
  assert.ok(large instanceof PayloadError && large.code === "too-large");
  for (const maxBytes of [0, 1.5, Number.NaN, 2 ** 32]) {
    const wrong = thrownBy(() => summary({}, { maxBytes }));
    assert.ok(wrong instanceof LimeobjectError && wrong.code === "option", String(maxBytes));
  }
});

test("paths are parsed into steps, and formatted steps parse back", () => {
  for (const [text, steps] of /** @type {[string, import("userlike-limeobject").PathStep[]][]} */ ([
    ["contact.email", ["contact", "email"]],
    ['custom["order no"][0]', ["custom", "order no", 0]],
    ["transcript[-1].body", ["transcript", -1, "body"]],
    ["topics[*].text", ["topics", null, "text"]],
    ['"a\\"b\\\\c"', ['a"b\\c']],
    ["ä.x-y.'q'", ["ä", "x-y", "q"]],
    ['""."*"."1"', ["", "*", "1"]],
  ])) {
    assert.deepEqual(parsePath(text), steps, text);
    assert.deepEqual(parsePath(formatPath(steps)), steps, text);
  }
  assert.equal(formatPath(["custom", "order no", 0]), 'custom."order no"[0]');
  assert.equal(formatPath(["topics", null, "text"]), "topics[*].text");
});

test("what is not a path is a PathError with its position", () => {
  const error = thrownBy(() => parsePath('😀."b'));
  assert.ok(error instanceof PathError && error instanceof LimeobjectError);
  assert.deepEqual([error.name, error.code, error.position, error.offset], ["PathError", "invalid-path", 1, 0]);
  const quote = thrownBy(() => parsePath('"😀"."b'));
  assert.ok(quote instanceof PathError);
  assert.deepEqual([quote.position, quote.offset], [5, 5]);
  assert.match(quote.message, /^unterminated quoted key at position 5/);
  for (const steps of [[], [0], [null, "a"], ["a", 1.5], ["a", 2 ** 31], ["a", undefined], ["a", {}]]) {
    assert.ok(thrownBy(() => formatPath(/** @type {never} */ (steps))) instanceof PathError, JSON.stringify(steps));
  }
});

test("JSON pointers become paths that can be pasted into a configuration", () => {
  for (const [pointer, path] of [
    ["/transcript/0/body", "transcript[0].body"],
    ["/custom/order no", 'custom."order no"'],
    ["/a~1b/~01", '"a/b"."~1"'],
    ["/custom/007", 'custom."007"'],
  ]) {
    assert.equal(pointerToPath(/** @type {string} */ (pointer)), path);
  }
  for (const pointer of ["", "/0/a"]) assert.ok(thrownBy(() => pointerToPath(pointer)) instanceof PathError);
});

test("values are located in a JSON text by JSON pointer, in UTF-16 code units", () => {
  const text = '{\n  "😀": { "b": [1, "x"] }';
  const range = locate(text, "/😀/b/1");
  assert.equal(text.slice(range?.start.offset, range?.end.offset), '"x"');
  assert.deepEqual([range?.start.line, range?.start.column], [2, 20]);
  assert.equal(locate(text, "/😀/c"), undefined);
  const nearest = locate(text, "/😀/c", { nearest: true });
  assert.deepEqual([nearest?.start.offset, nearest?.end.offset], [10, 10]);
  assert.equal(positionAt(text, 2, 8).offset, 7);
  const wrong = thrownBy(() => locate("", "", /** @type {never} */ ({ nearst: true })));
  assert.ok(wrong instanceof LimeobjectError && wrong.code === "option");
});
