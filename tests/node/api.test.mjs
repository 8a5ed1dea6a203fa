import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, LimeobjectError, Mapper, PayloadError } from "userlike-limeobject";
import { example } from "./package.mjs";

/** Maximum nesting, including the outermost object. */
const MAX_DEPTH = 127;

const config = {
  instances: [
    {
      name: "Helpdesk",
      limetype: "helpdesk",
      default: true,
      properties: {
        title: { userlikeKey: "subject" },
        number: { userlikeKey: "custom.number" },
        other: { userlikeKey: "custom.__proto__" },
        further: { userlikeKey: "custom.constructor" },
      },
    },
    { name: "Deal", limetype: "deal", topic: "lead" },
  ],
};
/** @type {import("userlike-limeobject").Limetypes} */
const limetypes = [
  {
    name: "helpdesk",
    properties: [
      { name: "title", type: "string", length: 64 },
      { name: "number", type: "integer" },
      { name: "other", type: "string" },
      { name: "further", type: "string" },
    ],
  },
  { name: "deal", properties: [] },
];
const mapper = new Mapper(config, { limetypes });
const good = { id: 1, subject: "Fine" };

/** Returns the values of the limeobject in a preview. */
function values(/** @type {import("userlike-limeobject").Preview} */ preview) {
  return preview.objects.find(({ role }) => role === "limeobject")?.values;
}

/**
 * Previews invalid input, expects a PayloadError, and that the same mapper still works.
 *
 * @returns {PayloadError}
 */
function rejected(/** @type {unknown} */ payload, on = mapper) {
  const before = on.preview(good);
  /** @type {unknown} */
  let thrown;
  try {
    on.preview(/** @type {object} */ (payload));
  } catch (error) {
    thrown = error;
  }
  assert(thrown instanceof PayloadError, `not refused as a payload: ${thrown}`);
  assert(thrown instanceof LimeobjectError && thrown instanceof Error);
  assert.equal(thrown.name, "PayloadError");
  assert.notEqual(thrown.message, "");
  assert.deepEqual(on.preview(good), before);
  return thrown;
}

/** Returns a payload of `levels` nested objects and arrays. */
function nested(/** @type {number} */ levels) {
  /** @type {object} */
  let value = [];
  for (let level = 2; level < levels; level++) value = level % 2 === 0 ? { in: value } : [value];
  return { id: 1, value };
}

test("the example conversation, in every form of input", () => {
  const bytes = example("conversation");
  const mapper = new Mapper(example("config"), { limetypes: example("limetypes") });
  const preview = mapper.preview(bytes);
  assert.equal(preview.instance?.index, 0);
  assert.deepEqual(mapper.preview(bytes.toString()), preview);
  assert.deepEqual(mapper.preview(JSON.parse(bytes.toString())), preview);
  assert.equal(Buffer.from(mapper.transform(bytes)).toString(), JSON.stringify(preview));
});

test("configuration and metadata are accepted as object, text and bytes", () => {
  const [text, metadata] = [example("config").toString(), example("limetypes").toString()];
  const previews = [
    new Mapper(text, { limetypes: metadata }),
    new Mapper(example("config"), { limetypes: example("limetypes") }),
    new Mapper(JSON.parse(text), { limetypes: JSON.parse(metadata) }),
  ].map((mapper) => mapper.preview(example("conversation")));
  assert.deepEqual(previews[0], previews[1]);
  assert.deepEqual(previews[0], previews[2]);
});

test("a preview consists of plain objects", () => {
  const preview = mapper.preview({ id: 1, subject: null, custom: { number: "4" } });
  /** @type {unknown[]} */
  const all = [preview];
  for (const value of all) {
    assert(!(value instanceof Map));
    if (typeof value !== "object" || value === null) continue;
    assert([Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value)));
    all.push(...Object.values(value));
  }
});

test("null stays null", () => {
  const preview = mapper.preview({ subject: "no id" });
  assert.equal(preview.conversation, null);
  assert.equal(
    new Mapper({
      instances: [
        { limetype: "deal", topic: "lead" },
        { limetype: "helpdesk", topic: "help" },
      ],
    }).preview(good).instance,
    null,
  );
});

test("invalid JSON is rejected with its position", () => {
  const error = rejected('{"id": 1,\n "subject": nothing}');
  assert.equal(error.code, "not-json");
  assert.deepEqual([error.line, typeof error.column, error.pointer], [2, "number", "/subject"]);
  assert.equal(rejected("").code, "cut-off");
});

test("JSON that is not an object is rejected", () => {
  for (const payload of ["[]", "1", "null", '"text"', "true", []]) assert.equal(rejected(payload).code, "wrong-shape");
});

test("truncated bytes are rejected, wherever they end", () => {
  const bytes = example("conversation");
  const mapper = new Mapper(example("config"));
  for (let end = 0; end < bytes.length - 2; end += 97) {
    assert.throws(
      () => mapper.preview(bytes.subarray(0, end)),
      (error) => error instanceof PayloadError && ["cut-off", "not-utf8"].includes(error.code),
    );
  }
  assert.notEqual(mapper.preview(bytes).conversation, null);
});

test("bytes that are not UTF-8 are rejected", () => {
  assert.equal(rejected(Buffer.from('{"id":1,"subject":"\xE5"}', "latin1")).code, "not-utf8");
});

test("a payload over maxBytes is rejected, one below it is accepted", () => {
  const small = new Mapper(config, { maxBytes: 50 });
  const fits = JSON.stringify({ id: 1, subject: "x".repeat(29) });
  assert.equal(fits.length, 50);
  assert.equal(small.preview(fits).conversation, 1);
  for (const large of [`${fits} `, Buffer.from(`${fits} `), JSON.parse(fits.replace("x", "xx"))]) {
    assert.equal(rejected(large, small).code, "too-large");
  }
});

test("texts and objects have the same limit of nesting", () => {
  for (const levels of [MAX_DEPTH - 1, MAX_DEPTH]) {
    const payload = nested(levels);
    assert.deepEqual(mapper.preview(payload), mapper.preview(JSON.stringify(payload)));
  }
  for (const levels of [MAX_DEPTH + 1, MAX_DEPTH + 2, 10_000]) {
    assert.equal(rejected(nested(levels)).code, "too-deep");
    assert.equal(rejected(`{"id":1,"deep":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`).code, "too-deep");
  }
});

test("a value that JSON cannot represent is rejected with a pointer to it", () => {
  class Empty {}
  for (const [value, word] of [
    [1n, /bigint/],
    [() => 1, /function/],
    [Symbol("s"), /symbol/],
    [Number.NaN, /NaN/],
    [Number.NEGATIVE_INFINITY, /Infinity/],
    [new Map([["a", 1]]), /Object\.fromEntries/],
    [new Set([1]), /Array\.from/],
    [Promise.resolve({}), /await/],
    [new Uint16Array(2), /binary/],
    [new ArrayBuffer(2), /binary/],
    [new Empty(), /plain object/],
    [/x/, /plain object/],
  ]) {
    const error = rejected({ id: 1, list: [{ "a/b": 0 }, { "a/b": value }] });
    assert.deepEqual([error.code, error.pointer], ["not-json", "/list/1/a~1b"]);
    assert.match(error.message, /** @type {RegExp} */ (word));
    assert.match(error.message, /^\/list\/1\/a~1b /);
  }
});

test("cyclic objects are rejected with a pointer to the reference that closes the cycle", () => {
  /** @type {Record<string, unknown>} */
  const contact = { name: "A" };
  contact.self = { list: [contact] };
  const error = rejected({ id: 1, contact });
  assert.deepEqual([error.code, error.pointer], ["not-json", "/contact/self/list/0"]);
  assert.match(error.message, /points back at \/contact$/);
  /** @type {Record<string, unknown>} */
  const whole = {};
  whole.self = whole;
  assert.equal(rejected(whole).pointer, "/self");
});

test("several references to one object are not a cycle", () => {
  const shared = { text: "x" };
  assert.equal(mapper.preview({ id: 1, topics: [shared, shared], contact: { shared } }).conversation, 1);
});

test("exponentially growing references cause an error, not a hang", () => {
  /** @type {object} */
  let value = {};
  for (let level = 0; level < 60; level++) value = [value, value];
  assert.equal(rejected({ id: 1, value }).code, "too-large");
});

test("an error of a getter, a toJSON method or a proxy is the cause", () => {
  const cause = new Error("no access");
  const thrower = () => {
    throw cause;
  };
  const getter = Object.defineProperty({}, "name", { enumerable: true, get: thrower });
  for (const [contact, pointer] of [
    [getter, "/contact/name"],
    [{ toJSON: thrower }, "/contact"],
    [new Proxy({}, { ownKeys: thrower }), "/contact"],
  ]) {
    const error = rejected({ id: 1, contact });
    assert.deepEqual([error.code, error.pointer, error.cause], ["not-json", pointer, cause]);
    assert.match(error.message, /no access/);
  }
  let calls = 0;
  const later = { id: 1, toJSON: () => (calls++ === 0 ? {} : thrower()) };
  assert.equal(rejected(later).cause, cause);
});

test("undefined, holes, toJSON and class instances are treated as in JSON.stringify", () => {
  class Conversation {
    id = 5;
    subject = new Date(0);
    contact = undefined;
    topics = Object.assign(new Array(3), { 1: undefined, 2: "x" });
    #secret = 1n;
    get secret() {
      return this.#secret;
    }
  }
  const conversation = new Conversation();
  assert.deepEqual(mapper.preview(conversation), mapper.preview(JSON.stringify(conversation)));
  assert.equal(values(mapper.preview(conversation))?.title, "1970-01-01T00:00:00.000Z");
});

test("objects of another realm and without a prototype are plain objects", async () => {
  const { runInNewContext } = await import("node:vm");
  assert.deepEqual(
    mapper.preview(runInNewContext('({ id: 1, subject: "Fine", contact: {} })')),
    mapper.preview({ ...good, contact: {} }),
  );
  assert.deepEqual(mapper.preview(Object.assign(Object.create(null), good)), mapper.preview(good));
  assert.deepEqual(
    mapper.preview(runInNewContext(`Uint8Array.from([${Buffer.from(JSON.stringify(good)).join()}])`)),
    mapper.preview(good),
  );
});

test("lone surrogates become U+FFFD in every form of input", () => {
  for (const subject of ["a\ud800b", "a\udc00", "\ud83d"]) {
    const expected = subject.replace(/[\ud800-\udfff]/, "\ufffd");
    const payload = { id: 1, subject };
    const raw = `{"id":1,"subject":"${subject}"}`;
    const escaped = `{"id":1,"subject":${JSON.stringify(subject)}}`;
    for (const form of [payload, raw, escaped, Buffer.from(escaped)]) {
      assert.equal(values(mapper.preview(form))?.title, expected);
    }
  }
});

test("the last one of duplicate keys is used", () => {
  assert.equal(values(mapper.preview('{"id":1,"subject":"one","subject":"two"}'))?.title, "two");
});

test("__proto__ and constructor are ordinary keys", () => {
  const text = '{"id":1,"custom":{"__proto__":"p","constructor":"c"}}';
  for (const payload of [text, JSON.parse(text)]) {
    const preview = mapper.preview(payload);
    assert.deepEqual([values(preview)?.other, values(preview)?.further], ["p", "c"]);
  }
  assert.equal(mapper.preview(JSON.parse('{"__proto__":{"id":7},"id":1}')).conversation, 1);
});

test("a property named __proto__ is an own member of the values", () => {
  const mapper = new Mapper(
    '{"instances":[{"limetype":"helpdesk","properties":{"__proto__":{"userlikeKey":"subject"}}}]}',
  );
  const bytes = Buffer.from(JSON.stringify(good));
  assert.equal(JSON.stringify(mapper.preview(bytes)), Buffer.from(mapper.transform(bytes)).toString());
});

test("integers beyond 2^53 are reported instead of rounded", () => {
  const preview = mapper.preview('{"id":1,"custom":{"number":9007199254740993}}');
  const finding = preview.findings.find(({ code }) => code === "integer-out-of-range");
  assert.deepEqual([finding?.severity, finding?.property, finding?.source], ["warning", "number", "/custom/number"]);
  assert(!("number" in (values(preview) ?? {})));
  assert.equal(values(mapper.preview('{"id":1,"custom":{"number":9007199254740991}}'))?.number, 9007199254740991);
});

test("arguments of other types are rejected, and the message lists the accepted ones", () => {
  for (const payload of [undefined, null, 5, true, 1n, () => {}, Symbol("s")]) {
    const error = rejected(payload);
    assert.equal(error.code, "wrong-type");
    assert.match(error.message, /an object, a JSON text, or its bytes as a Uint8Array/);
    assert.throws(() => new Mapper(/** @type {any} */ (payload)), {
      name: "ConfigError",
      message: /^configuration: is .*Uint8Array/,
    });
  }
  assert.throws(() => mapper.transform(/** @type {any} */ ("{}")), { name: "PayloadError", code: "wrong-type" });
  assert.throws(() => mapper.preview(good, { instance: /** @type {any} */ (1) }), {
    name: "LimeobjectError",
    code: "option",
  });
  for (const maxBytes of [0, -1, 1.5, Number.NaN, "5"]) {
    assert.throws(() => new Mapper(config, { maxBytes: /** @type {any} */ (maxBytes) }), { code: "option" });
  }
});

test("a ConfigError has all problems with their positions", () => {
  /** @type {unknown} */
  let thrown;
  try {
    new Mapper(
      {
        instances: [
          { limetype: "helpdesk", properties: { title: { userlikeKey: "contact..email" } } },
          /** @type {any} */ ({ name: "x" }),
        ],
      },
      { limetypes: /** @type {any} */ ([{ name: "helpdesk" }]) },
    );
  } catch (error) {
    thrown = error;
  }
  assert(thrown instanceof ConfigError && thrown instanceof LimeobjectError);
  const { code, problems, message } = thrown;
  assert.equal(code, "invalid-config");
  const places = problems.map(({ document, pointer }) => `${document} ${pointer}`);
  for (const place of ["config /instances/0/properties/title/userlikeKey", "limetypes /0"]) {
    assert(places.includes(place), `${place} is not among ${places.join(", ")}`);
  }
  assert(places.some((place) => place.startsWith("config /instances/1")));
  assert.deepEqual(new Set(problems.map(({ severity }) => severity)), new Set(["error", "warning"]));
  assert.equal(message.split("\n").length, problems.length);
  for (const problem of problems) assert(message.includes(`${problem.pointer}: ${problem.message}`));
});

test("a configuration that is not JSON is rejected with the position", () => {
  assert.throws(
    () => new Mapper('{\n "instances": [}'),
    (error) => error instanceof ConfigError && error.problems[0]?.line === 2 && error.problems[0].document === "config",
  );
  assert.throws(
    () => new Mapper(/** @type {any} */ ({ instances: [{ limetype: 1n }] })),
    (error) => error instanceof ConfigError && error.problems[0]?.pointer === "/instances/0/limetype",
  );
  assert.throws(
    () => new Mapper(config, { limetypes: "[" }),
    (error) => error instanceof ConfigError && error.problems[0]?.document === "limetypes",
  );
});

test("an unknown key is a warning", () => {
  assert.deepEqual(mapper.warnings, []);
  const { warnings } = new Mapper(/** @type {any} */ ({ instances: [{ limetype: "helpdesk", colour: "red" }] }));
  assert.deepEqual(
    warnings.map(({ severity, document, pointer }) => [severity, document, pointer]),
    [["warning", "config", "/instances/0/colour"]],
  );
});

test("the caller can select the instance", () => {
  assert.equal(mapper.preview(good).instance?.name, "Helpdesk");
  const preview = mapper.preview(good, { instance: "Deal" });
  assert.equal(preview.instance?.name, "Deal");
  const bytes = mapper.transform(Buffer.from(JSON.stringify(good)), { instance: "Deal" });
  assert.equal(Buffer.from(bytes).toString(), JSON.stringify(preview));
});

test("calls of a freed mapper throw `freed`; freeing it again has no effect", () => {
  const mapper = new Mapper(config);
  mapper.free();
  mapper.free();
  assert.throws(() => mapper.preview(good), { name: "LimeobjectError", code: "freed" });
  const disposed = new Mapper(config);
  disposed[Symbol.dispose]();
  assert.throws(() => disposed.transform(new Uint8Array()), { code: "freed" });
});

test("many mappers work independently", () => {
  const mappers = ["one", "two", "three"].map((name) => new Mapper({ instances: [{ name, limetype: "helpdesk" }] }));
  mappers[1]?.free();
  assert.deepEqual(
    [mappers[0], mappers[2]].map((mapper) => mapper?.preview(good).instance?.name),
    ["one", "three"],
  );
});

test("a misspelled option is rejected", () => {
  const config = { instances: [{ limetype: "helpdesk" }] };
  const isOption = { code: "option", message: /"limetype"|"instances"/ };
  assert.throws(() => new Mapper(config, /** @type {any} */ ({ limetype: [] })), isOption);
  assert.throws(() => new Mapper(config).preview({ id: 1 }, /** @type {any} */ ({ instances: "x" })), isOption);
});
