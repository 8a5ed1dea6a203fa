// The work of a preview grows with its input, not with the square of it: each dimension is made four times as large, and the
// CPU time of this process is compared. The least of several runs is taken, so that a busy machine does not matter.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Mapper } from "userlike-limeobject";

/** Work four times as large takes 4 to 5 times as long if it is proportional, and 16 times if it is quadratic. */
const MOST = 9;

const list = (/** @type {number} */ n, /** @type {(at: number) => unknown} */ item) =>
  Array.from({ length: n }, (_, at) => item(at));
const object = (/** @type {number} */ n, /** @type {(at: number) => [string, unknown]} */ member) =>
  Object.fromEntries(Array.from({ length: n }, (_, at) => member(at)));
const string = { name: "title", type: "string", length: 0 };
const set = (/** @type {unknown[]} */ options) => ({ name: "tags", type: "set", options });
const option = (/** @type {number} */ at, text = `Option ${at}`) => ({ id: at, key: `o${at}`, text });

/**
 * @typedef {{ payload?: Record<string, unknown> | string, instance?: Record<string, unknown>, instances?: unknown[],
 *   properties?: unknown[] }} Input
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
  topics: [10_000, (n) => ({ payload: { topics: list(n, (at) => ({ text: `topic ${at}` })) } })],
  "[*] in [*]": [
    100,
    (n) => ({
      payload: { custom: list(n, () => ({ x: list(100, (at) => `value ${at}`) })) },
      instance: { properties: { title: { userlikeKey: "custom[*].x[*]" } } },
    }),
  ],
  "places of a template": [
    200,
    (n) => ({
      payload: { custom: object(n, (at) => [`k${at}`, "value"]) },
      instance: { properties: { title: { template: list(n, (at) => `{custom.k${at}}`).join(" ") } } },
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
    250,
    (n) => ({
      payload: { custom: { a: list(900, (at) => `Nobody ${at}`).join(",") } },
      instance: { properties: { tags: { userlikeKey: "custom.a" } } },
      properties: [set(list(n, (at) => option(at)))],
    }),
  ],
  "names of options": [
    10_000,
    (n) => ({
      payload: { custom: { a: "a,".repeat(n) } },
      instance: { properties: { tags: { userlikeKey: "custom.a" } } },
      properties: [set(list(300, (at) => option(at)))],
    }),
  ],
  "commas in an option": [
    50,
    (n) => ({
      payload: { custom: { a: "a,".repeat(900) } },
      instance: { properties: { tags: { userlikeKey: "custom.a" } } },
      properties: [set([option(1, "a,".repeat(n))])],
    }),
  ],
  "unknown properties": [
    1_000,
    (n) => ({
      instance: { properties: object(n, (at) => [`p${at}`, { defaultValue: "x" }]) },
      properties: list(300, (at) => ({ name: `q${at}`, type: "string" })),
    }),
  ],
  properties: [
    500,
    (n) => ({
      instance: { properties: object(n, (at) => [`q${at}`, { defaultValue: "x" }]) },
      properties: list(n, (at) => ({ name: `q${at}`, type: "string" })),
    }),
  ],
  instances: [250, (n) => ({ instances: list(n, (at) => ({ name: `i${at}`, limetype: "ticket", topic: `t${at}` })) })],
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
    (n) => ({ payload: { transcript: list(n, (at) => ({ id: "1", body: at === 0 ? '\u00e4 "'.repeat(n) : "x" })) } }),
  ],
  "lines of a message": [10_000, (n) => ({ payload: { transcript: [{ body: "line\n".repeat(n) }] } })],
  "quotations of a message": [
    10_000,
    (n) => ({ payload: { transcript: [{ text_format: "markdown", body: "> ".repeat(n) }] } }),
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
  findings: [10_000, (n) => ({ payload: { transcript: list(n, () => 5), topics: list(n, () => 5) } })],
  "media files": [
    2_000,
    (n) => ({ payload: { transcript: list(n, (at) => ({ id: `${at}`, url: `https://a.example/${at}.pdf` })) } }),
  ],
};

/** Least CPU time of some runs, in microseconds. */
function cpuTime(/** @type {() => void} */ run) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, user + system);
  }
  return least;
}

for (const [name, [size, input]] of Object.entries(dimensions)) {
  test(`the work grows with the number of ${name}`, () => {
    const [small, large] = [size, 4 * size].map((n) => {
      const { payload = {}, instance = {}, instances, properties } = input(n);
      const common = {
        limetype: "ticket",
        relationHistory: "history",
        relationDocument: "document",
        importMediaFiles: true,
      };
      const config = JSON.stringify({ instances: instances ?? [{ ...common, default: true, ...instance }] });
      const limetypes =
        properties &&
        JSON.stringify([
          {
            name: "ticket",
            properties: [
              string,
              ...properties,
              { name: "history", type: "hasmany", relatedType: "history" },
              { name: "document", type: "hasmany", relatedType: "document" },
            ],
          },
          { name: "history", properties: [{ name: "note", type: "text" }] },
          { name: "document", properties: [{ name: "document", type: "file" }] },
        ]);
      const text = Buffer.from(typeof payload === "string" ? payload : JSON.stringify({ id: 1, ...payload }));
      return cpuTime(() => {
        try {
          new Mapper(config, { limetypes }).transform(text);
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "ConfigError") throw error;
        }
      });
    });
    const [before, after] = [/** @type {number} */ (small), /** @type {number} */ (large)];
    // What is quick may be dominated by what does not grow, never the other way round.
    assert.ok(after < 2_000 || after < MOST * before, `${before} µs, four times as many: ${after} µs`);
  });
}
