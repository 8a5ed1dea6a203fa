// What a preview costs by the bytes of the payload, whatever it consists of: its size, and the memory of the module.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { initSync, Mapper } from "userlike-limeobject/slim";
import { example, fileOf } from "./package.mjs";

initSync(readFileSync(fileOf("userlike-limeobject/wasm")));
const glue = await import(new URL("mapper.js", import.meta.resolve("userlike-limeobject/wasm")).href);
const memory = () => glue.initSync().memory.buffer.byteLength;

const MIB = 1 << 20;

/** Beginning, repeated part and end. */
const shapes = /** @type {[string, string, string][]} */ (
  JSON.parse(readFileSync(new URL("../hostile-shapes.json", import.meta.url), "utf8"))
);

/** Returns a payload in which a part is repeated. */
function repeated(/** @type {[string, string, string]} */ [start, part, end], /** @type {number} */ size) {
  const separator = /[[,]$|:\{$/.test(start) ? "," : "";
  const count = Math.max(1, Math.floor(size / Buffer.byteLength(part + separator)));
  return Buffer.from(start + (part + separator).repeat(count - 1) + part + end);
}

/** Most memory of the module as a multiple of the bytes of a payload. */
const MEMORY = 6;

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

  test(`the module needs at most ${MEMORY} times the bytes of a payload: ${name}`, () => {
    const found = shapes.flatMap((shape) => {
      // A new instance, whose memory is small.
      glue.__wbg_reset_state();
      const mapper = new Mapper(/** @type {Buffer} */ (config), { limetypes });
      const before = memory();
      const payload = repeated(shape, 4 * MIB);
      mapper.transform(payload);
      const times = (memory() - before) / payload.length;
      return times <= MEMORY ? [] : [[payload.toString("utf8", 0, 80), times]];
    });
    assert.deepEqual(found, []);
  });
}
