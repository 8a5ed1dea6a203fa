// glue.mjs FILE: adapts the glue that wasm-bindgen has written, and makes it as small as the package needs it.
import { readFileSync, writeFileSync } from "node:fs";
import { minifySync } from "@swc/core";

const [file] = process.argv.slice(2);
let source = readFileSync(file, "utf8");

// A module, and its instance, can be of another realm, where `instanceof` is false.
replace(/(\w+) instanceof (WebAssembly\.\w+)/g, '(Object.prototype.toString.call($1) === "[object $2]")', 2);
// The entry points say where the module is. Bundlers would copy it for this address as well.
replace(/new URL\('\w+\.wasm', import\.meta\.url\)/g, "undefined", 1);

writeFileSync(file, minifySync(source, { module: true, mangle: true, compress: true }).code);

/** Replaces a pattern; another number of occurrences than expected is an error, because wasm-bindgen has changed then. */
function replace(pattern, replacement, times) {
  const found = source.match(pattern)?.length ?? 0;
  if (found !== times) throw new Error(`${file}: ${pattern} occurs ${found} times instead of ${times}: adapt glue.mjs`);
  source = source.replace(pattern, replacement);
}
