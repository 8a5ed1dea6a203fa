// Splitting of a stream into conversations, independent of the size of the chunks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { conversations } from "userlike-limeobject/stream";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Returns the line of each conversation and its text, or the code of its error.
 * @param {string} text
 * @param {number} size
 * @param {number} [maxBytes]
 */
async function split(text, size, maxBytes = 100_000) {
  const bytes = encoder.encode(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) {
      const chunk = bytes.slice(at, at + size);
      yield chunk;
      chunk.fill(0); // the caller may reuse it
    }
  }
  /** @type {[number, string][]} */
  const found = [];
  for await (const { line, bytes, error } of conversations(chunks(), { maxBytes }))
    found.push([line, error === undefined ? decoder.decode(bytes).trim() : error.code]);
  return found;
}

/** @type {Record<string, [text: string, found: [line: number, text: string][]]>} */
const cases = {
  nothing: ["", []],
  spaces: [" \n\t\r\n", []],
  "an empty list": ["[ ]", []],
  "a list": [
    '[{"id":1}, {"id":2}]',
    [
      [1, '{"id":1}'],
      [1, '{"id":2}'],
    ],
  ],
  "a list over lines": [
    '[\n  {"id":1},\n  {"id":\n2}\n]\n',
    [
      [2, '{"id":1}'],
      [3, '{"id":\n2}'],
    ],
  ],
  "brackets, commas and quotes in texts": [
    '[{"a":"],[}\\"{,"},[1,[2]]]',
    [
      [1, '{"a":"],[}\\"{,"}'],
      [1, "[1,[2]]"],
    ],
  ],
  "a comma too many": [
    '[{"id":1},]',
    [
      [1, '{"id":1}'],
      [1, ""],
    ],
  ],
  "a list that is not closed": [
    '[{"id":1},\n{"id":2}',
    [
      [1, '{"id":1}'],
      [2, '{"id":2}'],
      [2, "cut-off"],
    ],
  ],
  "a list that goes on behind its end": [
    "[1]\n\n[2]",
    [
      [1, "1"],
      [3, "not-json"],
    ],
  ],
  lines: [
    '{"id":1}\n{"id":2}\r\n\n{"id":3}',
    [
      [1, '{"id":1}'],
      [2, '{"id":2}'],
      [4, '{"id":3}'],
    ],
  ],
  "a broken line": [
    '{"id":1}\n{"id":\n{"id":3}\n',
    [
      [1, '{"id":1}'],
      [2, '{"id":'],
      [3, '{"id":3}'],
    ],
  ],
  "a first line that is broken": [
    '{"id":1,\n\n{"id":2}\n{"id":3}\n',
    [
      [1, '{"id":1,'],
      [3, '{"id":2}'],
      [4, '{"id":3}'],
    ],
  ],
  "a first line that is broken within a text": [
    '{"id":1,"a":"b\n"c"\n',
    [
      [1, '{"id":1,"a":"b'],
      [2, '"c"'],
    ],
  ],
  "a first line with a bracket too many": [
    '{"id":1}}\n{"id":2}\n',
    [
      [1, '{"id":1}}'],
      [2, '{"id":2}'],
    ],
  ],
  "one conversation over many lines": ['{\n  "id": 1,\n  "a": "}"\n}\n', [[1, '{\n  "id": 1,\n  "a": "}"\n}']]],
  "one with a list that begins on its first line": ['{"a":[\n{"b":1}]}\n', [[1, '{"a":[\n{"b":1}]}']]],
  "one with an object that begins behind a colon": ['{"a":\n{"b":1}}\n', [[1, '{"a":\n{"b":1}}']]],
  "two over many lines": [
    '{\n"id": 1\n}\n{\n"id": 2\n}',
    [
      [1, '{\n"id": 1\n}'],
      [4, '{\n"id": 2\n}'],
    ],
  ],
  "two over many lines, without a break between them": [
    '{\n"id": 1\n}{\n"id": [2\n]} \n\n',
    [
      [1, '{\n"id": 1\n}'],
      [3, '{\n"id": [2\n]}'],
    ],
  ],
  "one that is cut off": ['{\n"id": 1', [[1, '{\n"id": 1']]],
  "one that is cut off behind its first line": ['{"id": 1\n', [[1, '{"id": 1']]],
  "something behind values": [
    '{\n"id": 1}\n}\nabc\n',
    [
      [1, '{\n"id": 1}'],
      [3, "}"],
      [4, "abc"],
    ],
  ],
  "a byte order mark": ['\ufeff{"id":1}', [[1, '{"id":1}']]],
  "something that is not JSON": [
    "hello\nworld",
    [
      [1, "hello"],
      [2, "world"],
    ],
  ],
  "letters of several bytes": [
    '["ä€😀","é"]',
    [
      [1, '"ä€😀"'],
      [1, '"é"'],
    ],
  ],
};

for (const [name, [text, found]] of Object.entries(cases)) {
  test(`splitting ${name}`, async () => {
    for (const size of [1, 2, 3, 7, 1000]) assert.deepEqual(await split(text, size), found, `in chunks of ${size}`);
  });
}

test("splitting buffers at most maxBytes of a conversation", async () => {
  const long = `"${"x".repeat(50)}"`;
  for (const size of [1, 13, 1000]) {
    assert.deepEqual(await split(`[1, ${long}, 2]`, size, 20), [
      [1, "1"],
      [1, "too-large"],
      [1, "2"],
    ]);
    assert.deepEqual(await split(`${long}\n{"id":1}`, size, 20), [
      [1, "too-large"],
      [2, '{"id":1}'],
    ]);
    assert.deepEqual(await split(`{\n"id":${long}}\n{"id":1}`, size, 20), [
      [1, "too-large"],
      [3, '{"id":1}'],
    ]);
  }
});

test("splitting keeps little of what is too large", async () => {
  async function* nested() {
    yield encoder.encode('{"id":1}\n{"a":');
    const open = new Uint8Array(1 << 20).fill(0x5b);
    for (let at = 0; at < 40; at += 1) yield open;
    yield encoder.encode('\n{"id":2}\n');
  }
  async function* first() {
    const open = new Uint8Array(1 << 20).fill(0x7b);
    for (let at = 0; at < 40; at += 1) yield open;
    yield encoder.encode('\n{"id":2}\n');
  }
  async function* small() {
    yield encoder.encode('"');
    const one = encoder.encode("x");
    for (let at = 0; at < 300_000; at += 1) yield one;
    yield encoder.encode('"');
  }
  for (const [source, expected] of /** @type {const} */ ([
    [nested, ["8", "too-large", "8"]],
    [first, ["too-large", "8"]],
    [small, ["300002"]],
  ])) {
    const before = process.memoryUsage();
    const found = [];
    for await (const { bytes, error } of conversations(source())) found.push(error?.code ?? String(bytes?.byteLength));
    const after = process.memoryUsage();
    assert.deepEqual(found, expected);
    const grown = after.rss - before.rss;
    assert.ok(grown < 150e6, `${source.name} takes ${grown} bytes`);
  }
});

test("splitting takes chunks of any kind of bytes and texts", async () => {
  const text = '{"id":1,"a":"ä😀"}\n{"id":2}';
  const bytes = encoder.encode(text);
  const { buffer } = bytes.slice();
  const padded = new Uint8Array([0, ...bytes, 0]).buffer;
  /** @type {Record<string, unknown[]>} */
  const kinds = {
    ArrayBuffer: [buffer],
    DataView: [new DataView(padded, 1, bytes.length)],
    Int8Array: [new Int8Array(padded, 1, bytes.length)],
    Buffer: [Buffer.from(text)],
    texts: [...Array(text.length).keys()].map((at) => text[at]),
    "texts and bytes": [text.slice(0, 5), encoder.encode(text.slice(5))],
  };
  for (const [kind, chunks] of Object.entries(kinds)) {
    const found = [];
    const source = /** @type {AsyncIterable<Uint8Array>} */ (
      (async function* () {
        yield* chunks;
      })()
    );
    for await (const { bytes, error } of conversations(source)) found.push(error?.message ?? decoder.decode(bytes));
    assert.deepEqual(found, text.split("\n"), kind);
  }
});

test("splitting refuses other chunks with their place, and reads nothing after them", async () => {
  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  for (const chunk of [5, null, undefined, {}, [1], new Map(), detached, detached.buffer]) {
    const source = /** @type {AsyncIterable<Uint8Array>} */ (
      (async function* () {
        yield encoder.encode('{"id":1}\n{"id"');
        yield chunk;
        yield encoder.encode('{"id":3}\n');
      })()
    );
    const found = [];
    for await (const { line, column, bytes, error } of conversations(source))
      found.push([line, column, error?.code ?? decoder.decode(bytes)]);
    assert.deepEqual(found, [
      [1, 1, '{"id":1}'],
      [2, 6, "wrong-type"],
    ]);
  }
});

test("splitting agrees with JSON.parse", async () => {
  let seed = 7;
  const random = (/** @type {number} */ n) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % n;
  };
  /** @type {(depth: number) => unknown} */
  const value = (depth) => {
    switch (random(depth > 3 ? 4 : 6)) {
      case 0:
        return ['"', "\\", "[", "]", "{", "}", ",", "\n", "ä", "😀", " "].slice(0, random(12)).join("");
      case 1:
        return random(1000);
      case 2:
        return null;
      case 3:
        return true;
      case 4:
        return Array.from({ length: random(4) }, () => value(depth + 1));
      default:
        return Object.fromEntries(Array.from({ length: random(4) }, (_, i) => [`k${i}\\"`, value(depth + 1)]));
    }
  };
  for (let round = 0; round < 300; round += 1) {
    const list = Array.from({ length: random(6) }, () => ({ a: value(0) }));
    const size = 1 + random(40);
    const texts = {
      list: JSON.stringify(list, null, random(3)),
      lines: list.map((item) => JSON.stringify(item)).join("\n"),
      values: list.map((item) => JSON.stringify(item, null, 2)).join("\n"),
    };
    for (const [form, text] of Object.entries(texts)) {
      const found = await split(text, size);
      assert.deepEqual(
        found.map(([, chunk]) => JSON.parse(chunk)),
        list,
        form,
      );
    }
  }
});
