// The work of a preview grows with its input, not with the square of it: each dimension is doubled, and the steps of the module
// are compared. Their number is always the same, so that neither the machine nor what else it does matters.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, initSync, Mapper } from "userlike-limeobject/slim";
import { withSteps } from "./steps.mjs";

initSync(withSteps());
const glue = await import(new URL("mapper.js", import.meta.resolve("userlike-limeobject/wasm")).href);
const steps = () => Number(glue.initSync().steps.value);

/** Twice the input may take this many times the steps: n log n takes a little more than twice as many, n² four times. */
const MOST = 2.4;

const list = (/** @type {number} */ n, /** @type {(at: number) => unknown} */ item) =>
  Array.from({ length: n }, (_, at) => item(at));
const object = (/** @type {number} */ n, /** @type {(at: number) => [string, unknown]} */ member) =>
  Object.fromEntries(Array.from({ length: n }, (_, at) => member(at)));
const ticket = { name: "ticket", type: "belongsto", relatedType: "ticket" };
const string = { name: "title", type: "string", length: 0 };
const set = (/** @type {unknown[]} */ options) => ({ name: "tags", type: "set", options });
const nested = { properties: { title: { userlikeKey: "custom" } } };
const option = (/** @type {number} */ at, text = `Option ${at}`) => ({ id: at, key: `o${at}`, text });

/**
 * @typedef {{ payload?: Record<string, unknown> | string, instance?: Record<string, unknown>, instances?: unknown[],
 *   properties?: unknown[], limetypes?: unknown[],
 *   isInvalid?: boolean }} Input
 * @type {Record<string, [size: number, (n: number) => Input]>}
 */
const dimensions = {
  keys: [
    20_000,
    (n) => ({
      payload: { custom: object(n, (at) => [`k${at}`, at]) },
      instance: { properties: { title: { userlikeKey: "custom.none" } } },
    }),
  ],
  "keys that look like others": [
    5_000,
    (n) => ({
      payload: { custom: object(n, (at) => [`k\u200b${at}`, at]) },
      instance: { properties: { title: { userlikeKey: "custom.none" } } },
    }),
  ],
  "repeated keys": [
    20_000,
    (n) => ({
      payload: `{"id":1,"custom":{${list(n, () => '"a":1').join(",")}}}`,
      instance: { properties: { title: { userlikeKey: "custom" } } },
    }),
  ],
  "repeated members": [5_000, (n) => ({ payload: `{"id":1,${list(n, () => '"topics":["a"]').join(",")}}` })],
  nesting: [60, (n) => ({ payload: { custom: JSON.parse(`${"[".repeat(n)}"a"${"]".repeat(n)}`) }, instance: nested })],
  topics: [10_000, (n) => ({ payload: { topics: list(n, (at) => ({ text: `a long topic ${at}` })) } })],
  "[*]": [
    10_000,
    (n) => ({
      payload: { custom: list(n, (at) => ({ x: `value ${at}` })) },
      instance: { properties: { title: { userlikeKey: "custom[*].x" } } },
    }),
  ],
  "[*] in [*]": [
    100,
    (n) => ({
      payload: { custom: list(100, () => ({ x: list(n, (at) => `value ${at}`) })) },
      instance: { properties: { title: { userlikeKey: "custom[*].x[*]" } } },
    }),
  ],
  "places of a template": [
    1_000,
    (n) => ({
      payload: { custom: object(50, (at) => [`k${at}`, "value"]) },
      instance: { properties: { title: { template: list(n, (at) => `{custom.k${at % 50}}`).join(" ") } } },
    }),
  ],
  "entries of a map": [
    1_000,
    (n) => ({
      payload: { custom: { a: "Ä" } },
      instance: { properties: { title: { userlikeKey: "custom.a", map: object(n, (at) => [`Ö ${at}`, "x"]) } } },
    }),
  ],
  options: [
    1_000,
    (n) => ({
      payload: { custom: { a: list(50, (at) => `Nobody ${at}`).join(",") } },
      instance: { properties: { tags: { userlikeKey: "custom.a" } } },
      properties: [set(list(n, (at) => option(at)))],
    }),
  ],
  "names of options": [
    450,
    (n) => ({
      payload: { custom: { a: list(n, (at) => `Nobody ${at}`).join(",") } },
      instance: { properties: { tags: { userlikeKey: "custom.a" } } },
      properties: [set(list(300, (at) => option(at)))],
    }),
  ],
  "options that are chosen": [
    450,
    (n) => ({
      payload: { custom: { a: list(n, (at) => `o${at}`).join(",") } },
      instance: { properties: { tags: { userlikeKey: "custom.a" } } },
      properties: [set(list(1000, (at) => option(at)))],
    }),
  ],
  "commas in an option": [
    200,
    (n) => ({
      payload: { custom: { a: "a,".repeat(900) } },
      instance: { properties: { tags: { userlikeKey: "custom.a" } } },
      properties: [set([option(1, "a,".repeat(n))])],
    }),
  ],
  "unknown properties": [
    2_000,
    (n) => ({
      instance: { properties: object(n, (at) => [`p${at}`, { defaultValue: "x" }]) },
      properties: list(30, (at) => ({ name: `q${at}`, type: "string" })),
      isInvalid: true,
    }),
  ],
  properties: [
    1_000,
    (n) => ({
      instance: { properties: object(50, (at) => [`q${at}`, { defaultValue: "x" }]) },
      properties: list(n, (at) => ({ name: `q${at}`, type: "string", required: true })),
    }),
  ],
  rules: [
    2_000,
    (n) => ({ instance: { properties: object(n, (at) => [`q${at}`, { userlikeKey: `custom.q${at}` }]) } }),
  ],
  "rules in a list": [
    2_000,
    (n) => ({ instance: { properties: list(n, (at) => ({ property: `q${at}`, defaultValue: "x" })) } }),
  ],
  limetypes: [1_000, (n) => ({ limetypes: list(n, (at) => ({ name: `t${at}`, properties: [string] })) })],
  instances: [500, (n) => ({ instances: list(n, (at) => ({ name: `i${at}`, limetype: "ticket", topic: `t${at}` })) })],
  "topics of an instance": [5_000, (n) => ({ instance: { topic: list(n, (at) => `t${at}`) } })],
  messages: [
    5_000,
    (n) => ({
      payload: {
        transcript: list(n, (at) => ({ id: `${at}`, body: `Message ${at}`, sent_at: "2024-02-22T15:48:45Z" })),
      },
    }),
  ],
  "messages of one id": [
    5_000,
    (n) => ({ payload: { transcript: list(n, (at) => ({ id: "1", body: at === 0 ? 'ä "'.repeat(n) : "x" })) } }),
  ],
  "lines of a message": [20_000, (n) => ({ payload: { transcript: [{ body: "line\n".repeat(n) }] } })],
  "quotations of a message": [
    20_000,
    (n) => ({ payload: { transcript: [{ text_format: "markdown", body: "> ".repeat(n) }] } }),
  ],
  "links of a message": [
    5_000,
    (n) => ({ payload: { transcript: [{ text_format: "markdown", body: "[a](https://a.example) ".repeat(n) }] } }),
  ],
  "elements of a message": [
    10_000,
    (n) => ({ payload: { transcript: [{ text_format: "html", body: "<div>".repeat(n) }] } }),
  ],
  escapes: [
    50_000,
    (n) => ({
      payload: { subject: '"\\\n'.repeat(n) },
      instance: { properties: { title: { userlikeKey: "subject" } } },
    }),
  ],
  digits: [
    2_000,
    (n) => ({
      payload: `{"id":1,"subject":1.${"7".repeat(n)}}`,
      instance: { properties: { title: { userlikeKey: "subject" } } },
    }),
  ],
  findings: [10_000, (n) => ({ payload: { transcript: list(n, () => 5), topics: list(n, () => 5) } })],
  "media files": [
    2_000,
    (n) => ({ payload: { transcript: list(n, (at) => ({ id: `${at}`, url: `https://a.example/${at}.pdf` })) } }),
  ],
};

/** Steps of a mapper's creation and of one preview. */
function stepsOf(/** @type {Input} */ input) {
  const { payload = {}, instance = {}, instances, properties, limetypes: others, isInvalid } = input;
  const common = {
    limetype: "ticket",
    relationHistory: "history",
    relationDocument: "document",
    importMediaFiles: true,
  };
  const config = JSON.stringify({ instances: instances ?? [{ ...common, default: true, ...instance }] });
  const known = properties ?? (others ? [] : undefined);
  const limetypes =
    known &&
    JSON.stringify([
      ...(others ?? []),
      {
        name: "ticket",
        properties: [
          string,
          ...known,
          { name: "history", type: "hasmany", relatedType: "history" },
          { name: "document", type: "hasmany", relatedType: "document" },
        ],
      },
      { name: "history", properties: [{ name: "note", type: "text" }, ticket] },
      { name: "document", properties: [{ name: "document", type: "file" }, ticket] },
    ]);
  const text = Buffer.from(typeof payload === "string" ? payload : JSON.stringify({ id: 1, ...payload }));
  const before = steps();
  if (isInvalid) assert.throws(() => new Mapper(config, { limetypes }), ConfigError);
  else new Mapper(config, { limetypes }).transform(text);
  return steps() - before;
}

for (const [name, [size, input]] of Object.entries(dimensions)) {
  test(`the work grows with the number of ${name}`, () => {
    const [before, after] = [stepsOf(input(size)), stepsOf(input(2 * size))];
    if (process.env.SHOW) console.log(name, size, before, after, (after / before).toFixed(3));
    // What is doubled is a part of the work that can be seen.
    assert.ok(after > 1.05 * before, `${before} steps, twice as many: ${after}`);
    assert.ok(after < MOST * before, `${before} steps, twice as many: ${after}`);
  });
}
