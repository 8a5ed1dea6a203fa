// Options of deliveries that are out of range or of another kind, and how a delivery waits and is resumed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LimeobjectError, locate, Mapper, summary } from "userlike-limeobject";
import {
  connect,
  DeliveryError,
  deliver,
  deliverMany,
  dryRun,
  fetchLimetypes,
  testConnection,
} from "userlike-limeobject/delivery";
import { conversations } from "userlike-limeobject/stream";

const preview = new Mapper({ instances: [{ limetype: "helpdesk" }] }).preview({ id: 1 });
const lime = {
  url: "https://lime.example.com/app",
  apiKey: "key",
  fetch: () => Promise.reject(new Error("not reached")),
};

/** @param {() => unknown} call @param {string} name */
async function isOptionError(call, name) {
  const error = await (async () => call())().then(
    () => undefined,
    (thrown) => thrown,
  );
  assert(error instanceof LimeobjectError, `${name}: ${error}`);
  assert.equal(error.code, "option", `${name}: ${error.message}`);
  assert(error.message.startsWith(name), error.message);
}

const NUMBERS = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "5", null, {}];
const OUT_OF_RANGE = {
  timeout: [...NUMBERS, 2 ** 31],
  attempts: [...NUMBERS, 1.5, 2 ** 32],
  settleTime: [...NUMBERS.slice(1), 0.5],
  existing: ["Keep", "", null, 1, true],
  onlyIfChanged: ["true", 1, null],
  sendId: ["", "x".repeat(45), "a b", "å", 5, null, {}],
  fetch: ["fetch", null, {}],
  signal: ["abort", null, {}, new AbortController()],
};
const OF_FILES = {
  maxFileBytes: NUMBERS,
  fileTimeout: [...NUMBERS, 2 ** 31],
  mediaHosts: ["userlike.com", [1], null],
  fetchFile: ["fetch", null, {}],
};
const OF_STATES = { resume: [null, 1, {}, [], true], onProgress: ["log", null, {}] };
const OF_WAITS = { longestWait: NUMBERS.slice(1).filter((value) => value !== Number.POSITIVE_INFINITY) };

/** @type {[string, (options: any) => unknown, Record<string, unknown[]>][]} */
const FUNCTIONS = [
  ["deliver", (options) => deliver(preview, options), { ...OUT_OF_RANGE, ...OF_FILES, ...OF_STATES, ...OF_WAITS }],
  ["connect", (options) => connect(preview, 1, options), { ...OUT_OF_RANGE, ...OF_FILES, ...OF_STATES, ...OF_WAITS }],
  ["dryRun", (options) => dryRun(preview, options), { ...OUT_OF_RANGE, ...OF_FILES, onProgress: OF_STATES.onProgress }],
  ["deliverMany", (options) => deliverMany([preview], options), { ...OUT_OF_RANGE, ...OF_STATES }],
  ["testConnection", (options) => testConnection(options), pick("timeout", "fetch", "signal")],
  ["fetchLimetypes", (options) => fetchLimetypes(options), pick("timeout", "fetch", "signal")],
];

/** @param {(keyof typeof OUT_OF_RANGE)[]} names */
function pick(...names) {
  return Object.fromEntries(names.map((name) => [name, OUT_OF_RANGE[name]]));
}

for (const [name, call, options] of FUNCTIONS) {
  test(`${name}: an option that is out of range is named`, async () => {
    for (const [option, values] of Object.entries(options)) {
      for (const value of values) await isOptionError(() => call({ ...lime, [option]: value }), option);
    }
    for (const value of [undefined, null, "options", 5]) await isOptionError(() => call(value), "options");
  });
}

test("what is no preview is an error of the argument", async () => {
  for (const value of /** @type {any[]} */ ([undefined, null, "preview", 5, true, () => preview, Symbol("preview")])) {
    await isOptionError(() => deliver(value, lime), "preview");
    await isOptionError(() => connect(value, 1, lime), "preview");
    await isOptionError(() => dryRun(value, lime), "preview");
    await isOptionError(() => deliverMany(value, lime), "previews");
  }
  /** @type {any} */
  const circular = {};
  circular.self = circular;
  for (const value of /** @type {any[]} */ ([{}, [], circular, { id: 1n }])) {
    await assert.rejects(deliver(value, lime), { code: "bad-preview" });
    await assert.rejects(deliverMany([value], lime), { code: "bad-preview" });
  }
  for (const id of /** @type {any[]} */ ([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "7", null])) {
    await assert.rejects(connect(preview, id, lime), { code: "no-limeobject" }, String(id));
    await assert.rejects(deliver(preview, { ...lime, limeobject: id }), { code: "no-limeobject" }, String(id));
  }
  for (const resume of ["", "{}", "state"]) {
    await assert.rejects(deliver(null, { ...lime, resume }), { code: "bad-state" });
  }
});

test("options of the other functions are named, too", async () => {
  const config = { instances: [{ limetype: "helpdesk" }] };
  const bytes = new ReadableStream();
  for (const maxBytes of /** @type {any[]} */ (NUMBERS)) {
    await isOptionError(() => new Mapper(config, { maxBytes }), "maxBytes");
    await isOptionError(() => summary({ id: 1 }, { maxBytes }), "maxBytes");
    await isOptionError(() => conversations(bytes, { maxBytes }).next(), "maxBytes");
  }
  for (const options of /** @type {any[]} */ ([null, "options", 5])) {
    await isOptionError(() => new Mapper(config, options), "options");
    await isOptionError(() => new Mapper(config).preview({ id: 1 }, options), "options");
    await isOptionError(() => summary({ id: 1 }, options), "options");
    await isOptionError(() => conversations(bytes, options).next(), "options");
    await isOptionError(() => locate("{}", "", options), "options");
  }
  await isOptionError(() => locate("{}", "", /** @type {any} */ ({ nearest: "yes" })), "nearest");
});

/** A Lime CRM that finds nothing, and answers the creation of a helpdesk as `create` says. @param {(body: string) => Response} create */
function fakeLime(create) {
  /** @type {string[]} */
  const requests = [];
  /** @type {any} */
  const fetch = async (/** @type {string} */ url, /** @type {any} */ { method, body }) => {
    requests.push(`${method} ${new URL(url).pathname}`);
    return method === "GET" ? Response.json({ objects: [] }) : create(body);
  };
  return { requests, lime: { ...lime, fetch } };
}

test("a wait that is too long ends the delivery, which is resumed after it", async () => {
  const fake = fakeLime(() => new Response("the gateway gave up", { status: 504 }));
  /** @type {number[]} */
  const waits = [];
  /** @type {string | undefined} */
  let resume;
  for (;;) {
    const before = fake.requests.length;
    const options = { ...fake.lime, longestWait: 0, resume, settleTime: 6600, attempts: 1 };
    const error = await deliver(resume === undefined ? preview : null, { ...options, attempts: 2 }).catch(
      (thrown) => thrown,
    );
    assert(error instanceof DeliveryError);
    if (error.code !== "waiting") {
      assert.equal(error.code, "unavailable");
      break;
    }
    assert.equal(error.resumable, true);
    assert.match(error.message, /Lime CRM answered 504. Before the "helpdesk" is created again, it is searched for/);
    if (resume !== undefined) assert.equal(fake.requests.length, before + 1);
    waits.push(Number(error.wait));
    resume = error.state;
  }
  assert.deepEqual(waits, [50, 100, 250, 600, 1500, 4100]);
  assert.equal(fake.requests.filter((request) => request.startsWith("POST")).length, 2);
});

test("a refused connection is not searched for", async () => {
  const refused = Object.assign(new Error("connect"), { syscall: "connect", code: "ECONNREFUSED" });
  for (const cause of [
    refused,
    new AggregateError([refused, refused]),
    { code: "ENOTFOUND", syscall: "getaddrinfo" },
  ]) {
    let attempts = 0;
    const fake = fakeLime(() => {
      attempts += 1;
      if (attempts === 1) throw new TypeError("fetch failed", { cause });
      return Response.json({ _id: 7 }, { status: 201 });
    });
    const { ids } = await deliver(preview, fake.lime);
    assert.equal(ids.limeobject, 7);
    const creations = fake.requests.flatMap((request, at) =>
      request.startsWith("POST /app/api/v1/limeobject/helpdesk") ? [at] : [],
    );
    assert.equal(creations.length, 2);
    assert.equal(Number(creations[1]), Number(creations[0]) + 1);
  }
});

test("each send has a key for its history note, which a resumed delivery keeps", async () => {
  const instance = { limetype: "helpdesk", relationHistory: "history", history: { idempotencyProperty: "sendkey" } };
  const withKey = new Mapper({ instances: [instance] }).preview({ id: 1 });
  /** @type {string[]} */
  const keys = [];
  let id = 1500;
  let isAway = false;
  const fake = fakeLime((body) => {
    const { sendkey } = JSON.parse(body);
    if (sendkey !== undefined) keys.push(sendkey);
    if (sendkey === undefined || !isAway) return Response.json({ _id: id++ }, { status: 201 });
    isAway = false;
    return Response.json({}, { status: 503 });
  });
  await deliver(withKey, fake.lime);
  await deliver(withKey, fake.lime);
  await deliver(withKey, { ...fake.lime, sendId: "2024-02-22/7" });
  isAway = true;
  const { state } = await deliver(withKey, { ...fake.lime, attempts: 1, settleTime: 66 }).catch((error) => error);
  assert(keys.every((key) => /^1\.\S{1,44}$/.test(key)));
  assert.equal(new Set(keys).size, 4);
  assert.equal(keys[2], "1.2024-02-22/7");
  await deliver(null, { ...fake.lime, resume: state });
  assert.equal(keys[4], keys[3]);
});
