// glue.mjs FILE: adapts the glue that wasm-bindgen has written, and makes it as small as the package needs it.
import { readFileSync, writeFileSync } from "node:fs";
import { minifySync } from "@swc/core";

const [file] = process.argv.slice(2);
let source = readFileSync(file, "utf8");

// A module, and its instance, can be of another realm, where `instanceof` is false.
replace(/(\w+) instanceof (WebAssembly\.\w+)/g, '(Object.prototype.toString.call($1) === "[object $2]")', 2);
// The entry points say where the module is. Bundlers would copy it for this address as well.
replace(/new URL\('\w+\.wasm', import\.meta\.url\)/g, "undefined", 1);

// Bytes are copied from the memory without a view of a part of it: for a payload of 200 bytes, the view took 2 % of the time.
replace(
  /getArrayU8FromWasm0\((\w+)\[0\], \w+\[1\]\)\.slice\(\)/g,
  "getUint8ArrayMemory0().slice($1[0] >>> 0, ($1[0] >>> 0) + $1[1])",
  file.includes("mapper") ? 1 : 0,
);

writeFileSync(file, minifySync(source, { module: true, mangle: true, compress: true }).code);

/** Replaces a pattern; another number of occurrences than expected is an error, because wasm-bindgen has changed then. */
function replace(pattern, replacement, times) {
  const found = source.match(pattern)?.length ?? 0;
  if (found !== times) throw new Error(`${file}: ${pattern} occurs ${found} times instead of ${times}: adapt glue.mjs`);
  source = source.replace(pattern, replacement);
}
