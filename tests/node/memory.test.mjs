// Memory of the WebAssembly module after a large payload.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { initSync, Mapper } from "userlike-limeobject/slim";
import { example, fileOf } from "./package.mjs";

const MIB = 1 << 20;

initSync(readFileSync(fileOf("userlike-limeobject/wasm")));
const glue = await import(new URL("mapper.js", import.meta.resolve("userlike-limeobject/wasm")).href);
/** @type {() => number} */
const memory = () => glue.initSync().memory.buffer.byteLength;

test("an instance that one large payload made large is replaced when small ones follow", () => {
  const mapper = new Mapper(example("config"), { limetypes: example("limetypes") });
  const expected = mapper.preview(example("conversation"));
  mapper.transform(Buffer.from(`{"id":1,"transcript":[{"body":"${"words ".repeat(2 * MIB)}"}]}`));
  assert.ok(memory() > 32 * MIB);
  for (let round = 0; round < 20; round++) assert.deepEqual(mapper.preview(example("conversation")), expected);
  assert.ok(memory() < 8 * MIB, `${memory()} bytes`);
});
