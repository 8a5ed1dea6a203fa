// What a preview costs: its size, by the bytes of the payload, whatever it consists of, and the module's memory afterwards.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { initSync, Mapper } from "userlike-limeobject/slim";
import { example, fileOf } from "./package.mjs";

initSync(readFileSync(fileOf("userlike-limeobject/wasm")));
const glue = await import(new URL("mapper.js", import.meta.resolve("userlike-limeobject/wasm")).href);
const memory = () => glue.initSync().memory.buffer.byteLength;

/** Beginning, repeated part and end. */
const shapes = /** @type {[string, string, string][]} */ (
  JSON.parse(readFileSync(new URL("../hostile-shapes.json", import.meta.url), "utf8"))
);
const MIB = 1 << 20;

/** A payload in which a part is repeated. */
function repeated(/** @type {[string, string, string]} */ [start, part, end], /** @type {number} */ size) {
  const separator = /[[,]$|:\{$/.test(start) ? "," : "";
  const count = Math.max(1, Math.floor(size / Buffer.byteLength(part + separator)));
  return Buffer.from(start + (part + separator).repeat(count - 1) + part + end);
}

const configs = {
  "the example": [example("config"), example("limetypes")],
  "all features, without metadata": [readFileSync(fileOf("userlike-limeobject/examples/two-instances.json"))],
};

for (const [name, [config, limetypes]] of Object.entries(configs)) {
  test(`a preview has at most twice the bytes of a payload, and 64 kB: ${name}`, () => {
    const mapper = new Mapper(/** @type {Buffer} */ (config), { limetypes });
    const found = shapes.flatMap((shape) => {
      const payload = repeated(shape, MIB);
      const { byteLength } = mapper.transform(payload);
      return byteLength <= 2 * payload.length + 65536 ? [] : [[payload.toString("utf8", 0, 80), byteLength]];
    });
    assert.deepEqual(found, []);
  });
}

test("an instance that one large payload made large is replaced when small ones follow", () => {
  const mapper = new Mapper(example("config"), { limetypes: example("limetypes") });
  mapper.transform(repeated(['{"id":1,"transcript":[{"body":"', "words ", '"}]}'], 12 * MIB));
  assert.ok(memory() > 32 * MIB);
  const expected = mapper.preview(example("conversation"));
  for (let round = 0; round < 20; round++) assert.deepEqual(mapper.preview(example("conversation")), expected);
  assert.ok(memory() < 8 * MIB, `${memory()} bytes`);
});
