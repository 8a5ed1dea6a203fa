// Values that no caller passes on purpose, at every argument of every public function: detached and resized buffers, proxies,
// getters that throw, objects of another realm. Each gives a right result, or an error of this package that says where.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import vm from "node:vm";
import fc from "fast-check";
import * as library from "userlike-limeobject";
import * as delivery from "userlike-limeobject/delivery";
import * as deliverySlim from "userlike-limeobject/delivery/slim";
import * as slim from "userlike-limeobject/slim";
import * as streams from "userlike-limeobject/stream";

const { LimeobjectError, Mapper } = library;
/** @type {any} A caller without types. */
const any = { ...library, ...streams, ...delivery };

const payload = { id: 1, subject: "Fine" };
const config = { instances: [{ limetype: "helpdesk", properties: { title: { userlikeKey: "subject" } } }] };
const mapper = /** @type {any} */ (new Mapper(config));
const preview = mapper.preview(payload);
const text = JSON.stringify(payload);
const bytes = () => new TextEncoder().encode(text);
after(() => mapper.free());

const refuse = () => {
  throw new RangeError("refused");
};
const lime = {
  url: "https://lime.example.com/app",
  apiKey: "key",
  attempts: 1,
  settleTime: 0,
  fetch: async () => refuse(),
};

/** Every public function with a position for the value, and the good values of the others. */
const POSITIONS = /** @type {Record<string, (value: any) => unknown>} */ ({
  "new Mapper(value)": (value) => new any.Mapper(value),
  "new Mapper(config, value)": (value) => new any.Mapper(config, value),
  ...options(
    ["limetypes", "maxBytes", "mediaHosts"],
    "new Mapper(config, { value })",
    (value) => new any.Mapper(config, value),
  ),
  "preview(value)": (value) => mapper.preview(value),
  "preview({ subject: value })": (value) => mapper.preview({ id: 1, subject: value }),
  "preview(payload, value)": (value) => mapper.preview(payload, value),
  ...options(["instance"], "preview(payload, { value })", (value) => mapper.preview(payload, value)),
  "transform(value)": (value) => mapper.transform(value),
  "transform(bytes, value)": (value) => mapper.transform(bytes(), value),
  "command(value)": (value) => mapper.command(value),
  "limetypes(value)": (value) => any.limetypes(value),
  "instances(value)": (value) => any.instances(value),
  "summary(value)": (value) => any.summary(value),
  "summary(payload, value)": (value) => any.summary(payload, value),
  ...options(["maxBytes"], "summary(payload, { value })", (value) => any.summary(payload, value)),
  "parsePath(value)": (value) => any.parsePath(value),
  "formatPath(value)": (value) => any.formatPath(value),
  "formatPath([value])": (value) => any.formatPath([value]),
  "pointerToPath(value)": (value) => any.pointerToPath(value),
  "locate(value)": (value) => any.locate(value, "/id"),
  "locate(text, value)": (value) => any.locate(text, value),
  "locate(text, pointer, value)": (value) => any.locate(text, "/id", value),
  ...options(["nearest"], "locate(text, pointer, { value })", (value) => any.locate(text, "/id", value)),
  "positionAt(value)": (value) => any.positionAt(value, 1, 1),
  "positionAt(text, value)": (value) => any.positionAt(text, value, 1),
  "positionAt(text, 1, value)": (value) => any.positionAt(text, 1, value),
  "isLimeobjectError(value)": (value) => any.isLimeobjectError(value),
  "conversations(value)": (value) => all(any.conversations(value)),
  "conversations([value])": (value) => all(any.conversations(chunks(value))),
  "conversations(source, value)": (value) => all(any.conversations(chunks(text), value)),
  ...options(["maxBytes"], "conversations(source, { value })", (value) => all(any.conversations(chunks(text), value))),
  "previewStream(value)": (value) => previewed(value),
  "previewStream(mapper, value)": (value) => previewed(mapper, value),
  "slim.init(value)": (value) => slim.init(value),
  "slim.initSync(value)": (value) => slim.initSync(value),
  "delivery/slim.init(value)": (value) => deliverySlim.init(value),
  "delivery/slim.initSync(value)": (value) => deliverySlim.initSync(value),
  "deliver(value)": (value) => any.deliver(value, lime),
  "deliver(preview, value)": (value) => any.deliver(preview, value),
  "dryRun(value)": (value) => any.dryRun(value, lime),
  "dryRun(preview, value)": (value) => any.dryRun(preview, value),
  "connect(value)": (value) => any.connect(value, 1001, lime),
  "connect(preview, value)": (value) => any.connect(preview, value, lime),
  "connect(preview, id, value)": (value) => any.connect(preview, 1001, value),
  "deliverMany(value)": (value) => any.deliverMany(value, lime),
  "deliverMany([value])": (value) => any.deliverMany([value], lime),
  "deliverMany(previews, value)": (value) => any.deliverMany([preview], value),
  "testConnection(value)": (value) => any.testConnection(value),
  "fetchLimetypes(value)": (value) => any.fetchLimetypes(value),
  ...options(
    [
      "url",
      "apiKey",
      "fetch",
      "signal",
      "timeout",
      "existing",
      "onlyIfChanged",
      "sendId",
      "attempts",
      "settleTime",
    ].concat([
      "longestWait",
      "limeobject",
      "resume",
      "mediaHosts",
      "maxFileBytes",
      "fileTimeout",
      "fetchFile",
      "onProgress",
    ]),
    "deliver(preview, { value })",
    // Without `attempts` there are several, and this test does not wait for them.
    (value) => any.deliver(preview, { ...lime, longestWait: 0, ...value }),
  ),
  ...options(["url", "apiKey", "fetch", "signal", "timeout"], "testConnection({ value })", (value) =>
    any.testConnection({ ...lime, ...value }),
  ),
  "limeUrlProblem(value)": (value) => any.limeUrlProblem(value),
  "linkToLimeobject(value)": (value) => any.linkToLimeobject(value, "helpdesk", 1),
  "linkToLimeobject(url, value)": (value) => any.linkToLimeobject(lime.url, value, 1),
  "linkToLimeobject(url, limetype, value)": (value) => any.linkToLimeobject(lime.url, "helpdesk", value),
});

/** Positions of the members of an options object. */
function options(
  /** @type {string[]} */ names,
  /** @type {string} */ call,
  /** @type {(value: object) => unknown} */ run,
) {
  return Object.fromEntries(
    names.map((name) => [
      call.replace("value", `${name}: value`),
      (/** @type {unknown} */ value) => run({ [name]: value }),
    ]),
  );
}

async function* chunks(/** @type {unknown[]} */ ...values) {
  yield* values;
}

async function all(/** @type {AsyncIterable<any>} */ items) {
  const found = [];
  for await (const item of items) found.push(item);
  // What an item says is an error with a place as well.
  for (const { error } of found) if (error !== undefined) throw error;
  return found;
}

async function previewed(/** @type {any[]} */ ...args) {
  const { readable, writable } = any.previewStream(...args);
  const writer = writable.getWriter();
  writer.write(bytes()).catch(() => {});
  writer.close().catch(() => {});
  return new Response(readable).text();
}

/** Kinds of hostile values. Each is made anew, because some calls change what they are given. */
const detached = () => {
  const value = bytes();
  structuredClone(value.buffer, { transfer: [value.buffer] });
  return value;
};
/** A view that a resize has cut off. */
const resized = (/** @type {boolean} */ tracking) => {
  const buffer = new /** @type {any} */ (ArrayBuffer)(64, { maxByteLength: 128 });
  const value = tracking ? new Uint8Array(buffer, 32) : new Uint8Array(buffer, 16, 32);
  buffer.resize(8);
  return value;
};
const revoked = (/** @type {object} */ target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const trap = (/** @type {object} */ target, /** @type {string} */ name) => new Proxy(target, { [name]: refuse });
const realm = vm.createContext({ text });
const foreign = (/** @type {string} */ source) => vm.runInContext(`(${source})`, realm);
const shared = () => {
  const value = new Uint8Array(new SharedArrayBuffer(text.length));
  value.set(bytes());
  return value;
};
const throwing = (/** @type {string} */ name, /** @type {object} */ target = {}) => {
  // Some members cannot be replaced: the length of a list.
  Reflect.defineProperty(target, name, { get: refuse, enumerable: true, configurable: true });
  return target;
};
const MEMBERS = [
  "instances",
  "id",
  "limetypes",
  "maxBytes",
  "instance",
  "nearest",
  "url",
  "apiKey",
  "fetch",
  "resume",
].concat([
  "byteLength",
  "length",
  "toJSON",
  "then",
  "getReader",
  "constructor",
  "name",
  "message",
  "maxBytes",
  "transform",
]);
const TRAPS = ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"];
const TARGETS = /** @type {Record<string, () => object>} */ ({
  object: () => ({ ...payload }),
  list: () => [1],
  bytes,
  function: () => () => {},
  date: () => new Date(0),
  map: () => new Map(),
});

const value = fc.oneof(
  fc.constantFrom(
    ...[detached, () => detached().buffer, () => new DataView(bytes().buffer), shared, () => shared().buffer],
    ...[
      () => resized(true),
      () => resized(false),
      () => resized(true).buffer,
      () => new Uint16Array(resized(true).buffer),
    ],
    ...[
      () => Object.create(null),
      () => Symbol("s"),
      () => 1n,
      () => refuse,
      () => Number.NaN,
      () => -1,
      () => 2 ** 53,
    ],
    ...[
      "{ id: 1 }",
      "new Error('x')",
      "new Map()",
      "new Uint8Array(3)",
      "new ArrayBuffer(3)",
      "Promise.resolve()",
      "[]",
    ]
      .concat("Object.assign(() => {}, { a: 1 })", "new Proxy({}, {})", "new SharedArrayBuffer(3)", "Symbol.iterator")
      .map((source) => () => foreign(source)),
    ...[undefined, null, "", "\ud800", true, text].map((one) => () => one),
  ),
  fc.tuple(fc.constantFrom(...Object.values(TARGETS)), fc.constantFrom(...TRAPS)).map(
    ([target, name]) =>
      () =>
        trap(target(), name),
  ),
  fc.constantFrom(...Object.values(TARGETS)).map((target) => () => revoked(target())),
  fc.tuple(fc.constantFrom(...MEMBERS), fc.constantFrom(...Object.values(TARGETS))).map(
    ([name, target]) =>
      () =>
        throwing(name, target()),
  ),
  fc
    .anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true })
    .map((one) => () => one),
);

/** Positions of code that the caller provides, whose own errors reach the caller as they are. */
const CALLERS = /^(conversations\(\[?value|deliver\(preview, \{ onProgress)/;

/** What is wrong with an error; undefined when it is one of this package and says where. */
function fault(/** @type {unknown} */ error, /** @type {string} */ name) {
  if (!(error instanceof LimeobjectError)) {
    return CALLERS.test(name) ? undefined : `not an error of this package: ${describe(error)}`;
  }
  if (["internal", "out-of-memory", "stack-overflow"].includes(error.code)) return `${error.code}: ${error.message}`;
  if (error.message === "") return "no message";
  return undefined;
}

function describe(/** @type {any} */ error) {
  try {
    return `${error?.stack ?? String(error)}`;
  } catch {
    return "something that cannot be shown";
  }
}

for (const [name, call] of Object.entries(POSITIONS)) {
  test(`${name} gives a result or an error that says where`, async () => {
    await fc.assert(
      fc.asyncProperty(value, async (make) => {
        try {
          await call(make());
        } catch (error) {
          const wrong = fault(error, name);
          if (wrong !== undefined) assert.fail(wrong);
        }
        assert.deepEqual(mapper.preview(payload), preview);
      }),
      { numRuns: Number(process.env.RUNS ?? 150) },
    );
  });
}

test("bytes of every kind are read as they are", () => {
  const expected = JSON.stringify(preview);
  const own = Object.defineProperties(bytes(), {
    length: { get: refuse },
    byteLength: { value: 0 },
    buffer: { value: null },
  });
  class Bytes extends Uint8Array {}
  Object.defineProperty(Bytes.prototype, "constructor", { get: refuse });
  const growing = new Uint8Array(new /** @type {any} */ (ArrayBuffer)(text.length, { maxByteLength: 4096 }));
  growing.set(bytes());
  for (const form of [
    shared(),
    own,
    new Bytes(bytes()),
    growing,
    foreign("Uint8Array.from([...text].map((c) => c.charCodeAt(0)))"),
  ]) {
    assert.equal(JSON.stringify(mapper.preview(form)), expected);
    assert.equal(new TextDecoder().decode(mapper.transform(form)), expected);
  }
});

test("detached bytes, and those that a resize has cut off, are said to be so", () => {
  for (const unreadable of [detached(), resized(true), resized(false)]) {
    for (const call of [
      () => mapper.preview(unreadable),
      () => mapper.transform(unreadable),
      () => any.summary(unreadable),
    ]) {
      assert.throws(call, {
        name: "PayloadError",
        code: "wrong-type",
        message: /^the payload is detached or out of bounds: .*; pass a copy of the bytes$/,
      });
    }
    assert.throws(() => new Mapper(unreadable), { name: "ConfigError", message: /is detached or out of bounds/ });
    assert.throws(() => slim.initSync(unreadable), { code: "bad-module", message: /the buffer is detached/ });
  }
});

test("an option that cannot be read is named, with the reason", () => {
  for (const [run, option] of /** @type {const} */ ([
    [(/** @type {any} */ one) => new Mapper(config, one), "limetypes"],
    [(/** @type {any} */ one) => mapper.preview(payload, one), "instance"],
    [(/** @type {any} */ one) => any.locate(text, "/id", one), "nearest"],
  ])) {
    assert.throws(() => run(throwing(option)), {
      code: "option",
      message: `the option ${option} cannot be read: refused`,
      cause: new RangeError("refused"),
    });
  }
});
