// Payloads as objects: only what a preview depends on is passed to the module, and the preview is that of the whole text.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Mapper, PayloadError } from "userlike-limeobject";
import { example } from "./package.mjs";

const shapes = /** @type {[string, string, string][]} */ (
  JSON.parse(readFileSync(new URL("../hostile-shapes.json", import.meta.url), "utf8"))
);
const mapper = new Mapper(example("config"), { limetypes: example("limetypes") });

function assertSame(/** @type {Mapper} */ of, /** @type {object} */ object) {
  const text = JSON.stringify(object);
  assert.equal(JSON.stringify(of.preview(object)), JSON.stringify(of.preview(text)), text.slice(0, 200));
}

test("every hostile shape has the same preview as object and as text", () => {
  let compared = 0;
  for (const [start, part, end] of shapes) {
    const separator = /[[,]$|:\{$/.test(start) ? "," : "";
    for (const size of [1_000, 100_000]) {
      const count = Math.max(1, Math.floor(size / Buffer.byteLength(part + separator)));
      /** @type {unknown} */
      let object;
      try {
        // A number that is out of range would be Infinity.
        object = JSON.parse(start + (part + separator).repeat(count - 1) + part + end, (_, value) =>
          typeof value === "number" && !Number.isFinite(value) ? 0 : value,
        );
      } catch {
        continue;
      }
      if (typeof object !== "object" || object === null || Array.isArray(object)) continue;
      assertSame(mapper, object);
      // What is limited by the length of the part is not limited by that of the whole.
      assertSame(mapper, { ...object, unused: "x".repeat(size) });
      compared += 1;
    }
  }
  assert(compared > shapes.length);
});

const ODD = {
  instances: [
    {
      limetype: "deal",
      properties: { name: { userlikeKey: "custom.Größe[0].__proto__" }, comment: { userlikeKey: "custom.a.b" } },
    },
  ],
};

/** Returns a generator of random payloads. */
function randomPayloads() {
  const keys = [
    "id",
    "Id",
    "transcript",
    "custom",
    "Größe",
    "gro\u0308ße",
    "__proto__",
    "toJSON",
    'a"\\',
    "a",
    "b",
    "body",
    "type",
  ];
  const scalars = [
    null,
    true,
    false,
    0,
    -1.5,
    -1.7976931348623157e308,
    "",
    "Kim",
    "\ud800",
    "\u0001",
    "1999-01-01T00:00:00Z",
  ];
  let seed = 1;
  const below = (/** @type {number} */ count) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * count);
  };
  /** @returns {unknown} */
  const value = (/** @type {number} */ depth) => {
    const kind = below(4);
    if (depth === 0 || kind === 0) return scalars[below(scalars.length)];
    if (kind === 1) return Array.from({ length: below(4) }, () => value(depth - 1));
    return object(depth);
  };
  /** @returns {object} */
  const object = (/** @type {number} */ depth) =>
    Object.fromEntries(
      Array.from({ length: below(8) }, () => [/** @type {string} */ (keys[below(keys.length)]), value(depth - 1)]),
    );
  return { value, payload: () => ({ ...object(5), transcript: value(4), custom: value(4) }) };
}

test("random payloads have the same preview as object and as text", () => {
  const odd = new Mapper(ODD);
  const { payload } = randomPayloads();
  for (let round = 0; round < 3_000; round += 1) {
    const object = payload();
    assertSame(odd, object);
    assertSame(mapper, object);
  }
});

test("long transcripts have the same preview as object and as text, of whatever items", () => {
  const { value } = randomPayloads();
  const message = { type: "message", id: "1", body: "✓ Größe", body_plain: "✓ Größe", operator_id: null };
  const items = () => [
    message,
    undefined,
    { ...message, body: undefined, toJSON: () => ({ ...message, id: "2" }) },
    value(3),
  ];
  for (const length of [127, 128, 129, 256, 1_000]) {
    for (const rest of [{ id: 1 }, { subject: undefined, custom: { a: 1 } }]) {
      const transcript = Array.from({ length }, (_, index) => items()[index % 4]);
      assertSame(mapper, { ...rest, transcript });
      assertSame(mapper, { transcript, ...rest });
      assertSame(mapper, {
        ...rest,
        transcript,
        topics: [{ name: "support", toJSON: (/** @type {string} */ key) => key }],
      });
    }
  }
});

test("only own members count, also where Object.prototype has enumerable ones", () => {
  const payload = { id: 1, contact: { name: "Kim" } };
  const expected = mapper.preview(JSON.stringify(payload));
  const prototype = /** @type {Record<string, unknown>} */ (Object.prototype);
  prototype.subject = "inherited";
  try {
    assert.deepEqual(mapper.preview(payload), expected);
  } finally {
    delete prototype.subject;
  }
  assert.deepEqual(mapper.preview(Object.assign(Object.create({ subject: "inherited" }), payload)), expected);
  assert.deepEqual(mapper.preview(Object.assign(Object.create(null), payload)), expected);
});

test("the size of an object is that of its text, also of members on which no preview depends", () => {
  for (const unused of [["ä".repeat(500), 0.1, { key: "\u0001" }], { toJSON: () => "x".repeat(5_000) }]) {
    const payload = { id: 1, unused };
    const size = Buffer.byteLength(JSON.stringify(payload));
    assertSame(new Mapper(example("config"), { maxBytes: size }), payload);
    assert.throws(
      () => new Mapper(example("config"), { maxBytes: size - 1 }).preview(payload),
      (error) => error instanceof PayloadError && error.code === "too-large",
    );
  }
});

test("no part of an object is left out of its size", () => {
  const { payload } = randomPayloads();
  for (let round = 0; round < 300; round += 1) {
    const object = payload();
    const size = Buffer.byteLength(JSON.stringify(object));
    assertSame(new Mapper(ODD, { maxBytes: size }), object);
    assert.throws(
      () => new Mapper(ODD, { maxBytes: size - 1 }).preview(object),
      (error) => error instanceof PayloadError && error.code === "too-large",
    );
  }
});

test("only what a preview depends on is written, also of an object of a third of the limit", () => {
  let calls = 0;
  const unused = {
    toJSON: () => {
      calls += 1;
      return 1;
    },
  };
  const [message] = JSON.parse(example("conversation").toString()).transcript;
  const transcript = Array.from({ length: 8_000 }, (_, index) => ({ ...message, id: `${index}` }));
  assert.ok(JSON.stringify(transcript).length * 3 > mapper.maxBytes);
  mapper.preview({ id: 1, unused, transcript });
  assert.equal(calls, 1, "the check calls it; JSON.stringify would call it as well");
});
