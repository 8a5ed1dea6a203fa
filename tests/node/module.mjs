// The package's WebAssembly module with a limited memory.

import { readFileSync } from "node:fs";
import { fileOf } from "./package.mjs";

/** Id of the memory section in WebAssembly's binary format. */
const MEMORY = 5;

/** Returns the module with a maximum memory size, in pages of 64 KiB. */
export function withMaximumMemory(/** @type {number} */ pages) {
  const bytes = readFileSync(fileOf("userlike-limeobject/wasm"));
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [size, content] = number(bytes, at + 1);
    if (id === MEMORY) {
      const [count, limits] = number(bytes, content);
      const [minimum, end] = number(bytes, limits + 1);
      if (count !== 1 || bytes[limits] !== 0 || end !== content + size)
        throw new Error("expected one memory without a maximum");
      const section = Buffer.from([1, 1, ...leb128(minimum), ...leb128(pages)]);
      return Buffer.concat([
        bytes.subarray(0, at + 1),
        Buffer.from(leb128(section.length)),
        section,
        bytes.subarray(end),
      ]);
    }
    at = content + size;
  }
  throw new Error("the module has no memory");
}

/** Decodes an unsigned LEB128 number; returns the number and the offset of its end. */
function number(/** @type {Buffer} */ bytes, /** @type {number} */ from) {
  let value = 0;
  for (let at = from, shift = 0; ; at++, shift += 7) {
    const byte = /** @type {number} */ (bytes[at]);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return /** @type {const} */ ([value, at + 1]);
  }
}

function leb128(/** @type {number} */ value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}
