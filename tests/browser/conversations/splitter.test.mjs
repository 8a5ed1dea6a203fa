import assert from "node:assert/strict";
import { test } from "node:test";
import { SplitError, Splitter } from "../../../www/src/views/conversations/splitter.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function split(text, size = 7, most = 1000) {
  const splitter = new Splitter(most);
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.slice(at, at + size);
    pieces.push(...splitter.push(chunk));
    chunk.fill(0); // whoever gave it may use it again
  }
  pieces.push(...splitter.end());
  return pieces.map((piece) =>
    "bytes" in piece ? [piece.line, decoder.decode(piece.bytes).trim()] : [piece.line, piece.tooLarge],
  );
}

const rows = [
  ["nothing", "", []],
  ["spaces", " \n\t\r\n", []],
  ["an empty list", "[ ]", []],
  [
    "a list",
    '[{"id":1}, {"id":2}]',
    [
      [1, '{"id":1}'],
      [1, '{"id":2}'],
    ],
  ],
  [
    "a list over lines",
    '[\n  {"id":1},\n  {"id":\n2}\n]\n',
    [
      [2, '{"id":1}'],
      [3, '{"id":\n2}'],
    ],
  ],
  [
    "brackets, commas and quotes in texts",
    '[{"a":"],[}\\"{,"},[1,[2]]]',
    [
      [1, '{"a":"],[}\\"{,"}'],
      [1, "[1,[2]]"],
    ],
  ],
  [
    "a comma too many",
    '[{"id":1},]',
    [
      [1, '{"id":1}'],
      [1, ""],
    ],
  ],
  [
    "lines",
    '{"id":1}\n{"id":2}\r\n\n{"id":3}',
    [
      [1, '{"id":1}'],
      [2, '{"id":2}'],
      [4, '{"id":3}'],
    ],
  ],
  [
    "a broken line keeps nothing from the next",
    '{"id":1}\n{"id":\n{"id":3}\n',
    [
      [1, '{"id":1}'],
      [2, '{"id":'],
      [3, '{"id":3}'],
    ],
  ],
  ["one conversation over many lines", '{\n  "id": 1,\n  "a": "}"\n}\n', [[1, '{\n  "id": 1,\n  "a": "}"\n}']]],
  [
    "two of those",
    '{\n"id": 1\n}\n{\n"id": 2\n}',
    [
      [1, '{\n"id": 1\n}'],
      [4, '{\n"id": 2\n}'],
    ],
  ],
  ["one that is cut off", '{\n"id": 1', [[1, '{\n"id": 1']]],
  ["a byte order mark", '\ufeff{"id":1}', [[1, '{"id":1}']]],
  [
    "something that is not JSON",
    "hello\nworld",
    [
      [1, "hello"],
      [2, "world"],
    ],
  ],
  [
    "letters of several bytes",
    '["ä€😀","é"]',
    [
      [1, '"ä€😀"'],
      [1, '"é"'],
    ],
  ],
];

for (const [name, text, expected] of rows) {
  test(`splitting ${name}`, () => {
    for (const size of [1, 2, 3, 7, 1000]) assert.deepEqual(split(text, size), expected, `in pieces of ${size}`);
  });
}

test("splitting says where a list is not closed, or goes on behind its end", () => {
  for (const size of [1, 4, 100]) {
    assert.throws(
      () => split('[{"id":1},\n{"id":2}', size),
      (error) => error instanceof SplitError && error.reason === "open" && error.line === 2,
    );
    assert.throws(
      () => split("[1]\n\n[2]", size),
      (error) => error instanceof SplitError && error.reason === "behind" && error.line === 3,
    );
  }
});

test("splitting keeps no more of a piece than it may have", () => {
  const long = `"${"x".repeat(50)}"`;
  for (const size of [1, 13, 1000]) {
    assert.deepEqual(split(`[1, ${long}, 2]`, size, 20), [
      [1, "1"],
      [1, 53],
      [1, "2"],
    ]);
    assert.deepEqual(split(`${long}\n{"id":1}`, size, 20), [
      [1, 52],
      [2, '{"id":1}'],
    ]);
  }
});

test("splitting and JSON.parse see the same list", () => {
  let seed = 7;
  const random = (n) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % n;
  };
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
    const text = JSON.stringify(list, null, random(3));
    const size = 1 + random(40);
    assert.deepEqual(
      split(text, size, 100_000).map(([, piece]) => JSON.parse(piece)),
      list,
    );
    const lines = list.map((item) => JSON.stringify(item)).join("\n");
    assert.deepEqual(
      split(lines, size, 100_000).map(([, piece]) => JSON.parse(piece)),
      list,
    );
    const values = list.map((item) => JSON.stringify(item, null, 2)).join("\n");
    assert.deepEqual(
      split(values, size, 100_000).map(([, piece]) => JSON.parse(piece)),
      list,
    );
  }
});
