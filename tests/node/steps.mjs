// The package's WebAssembly module with a counter of what it does, so that the work of a call is a number that is always the
// same, unlike its time.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileOf } from "./package.mjs";

/** Features that the module is built with (scripts/build.sh). */
const FEATURES = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
].map((feature) => `--enable-${feature}`);

const IMPORT = /^ *\(import "[^"]*" "log_execution" \(func \$log_execution \(param i32\)\)\)$/m;

/** Counts a step for each call and turn of a loop, and one for each 16 bytes that are copied or filled at once. */
const COUNTER = `
 (global $steps (export "steps") (mut i64) (i64.const 0))
 (func $log_execution (param i32)
  (global.set $steps (i64.add (global.get $steps) (i64.const 1))))
${["copy", "fill"]
  .map(
    (name) => ` (func $counted_${name} (param i32 i32 i32)
  (global.set $steps (i64.add (global.get $steps) (i64.extend_i32_u (i32.shr_u (local.get 2) (i32.const 4)))))
  (memory.${name} (local.get 0) (local.get 1) (local.get 2)))`,
  )
  .join("\n")}
)
`;

/** Returns the module; its export `steps` is the number of steps so far. */
export function withSteps() {
  const folder = mkdtempSync(join(tmpdir(), "steps-"));
  const [text, binary] = [join(folder, "module.wat"), join(folder, "module.wasm")];
  const run = (/** @type {string} */ command, /** @type {string[]} */ ...args) =>
    execFileSync(fileOf(`binaryen/bin/${command}`), [...FEATURES, ...args]);
  try {
    run("wasm-opt", fileOf("userlike-limeobject/wasm"), "--log-execution", "-S", "-o", text);
    const written = readFileSync(text, "utf8").trimEnd();
    if (!IMPORT.test(written) || !written.endsWith(")")) throw new Error("expected a module that logs its execution");
    const counted = written.replace(IMPORT, "").replace(/\(memory\.(copy|fill)$/gm, "(call $counted_$1");
    writeFileSync(text, counted.slice(0, -1) + COUNTER);
    run("wasm-as", text, "-o", binary);
    return readFileSync(binary);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
