// Compares the instructions of previews with the stored ones. Unlike times, they do not depend on what else the machine does.
// `make test ONLY=instructions`; VALGRIND names the executable. With UPDATE=1 it stores what it counts.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cargo, run, target, write } from "./crate.mjs";

const STORED = new URL("instructions.json", import.meta.url);
/** Other versions of rustc write other code. */
const MARGIN = 0.1;
const SIZES = [157, 6_000, 60_000];

const stored = JSON.parse(readFileSync(STORED, "utf8"));
const counted = await instructions(process.env.VALGRIND ?? "valgrind", SIZES);
const known = stored[process.arch];
let failed = false;
for (const [size, count] of Object.entries(counted)) {
  const change = known === undefined ? 0 : count / known[size] - 1;
  failed ||= change > MARGIN;
  const compared = known === undefined ? "nothing is stored for this processor" : `${(change * 100).toFixed(1)} %`;
  console.log(`${size} bytes: ${count.toLocaleString("en")} instructions (${compared})`);
}
if (process.env.UPDATE === "1")
  writeFileSync(STORED, `${JSON.stringify({ ...stored, [process.arch]: counted }, null, 2)}\n`);
else if (failed) {
  console.error(`more than ${MARGIN * 100} % slower than stored; if that is intended: make accept`);
  process.exit(1);
}

/**
 * Counts the instructions of a preview.
 *
 * @param {string} valgrind Its executable.
 * @param {number[]} sizes
 * @returns {Promise<Record<string, number>>} by size
 */
async function instructions(valgrind, sizes) {
  await run("cargo", ["build", "--release", ...cargo, "--bin", "instructions"]);
  const { files } = write(sizes.map((size) => ({ size, indent: 0 })));
  const program = join(target, "release/instructions");
  const counts = {};
  // The first preview creates what all others use.
  const [first, rounds] = [1, 11];
  for (const { size, file } of files) {
    const count = async (rounds) => {
      const out = `${file}.callgrind`;
      const flags = ["--tool=callgrind", `--callgrind-out-file=${out}`, "--toggle-collect=*::preview"];
      await run(valgrind, [...flags, program, file, String(rounds)]);
      return Number(/^(?:summary|totals): (\d+)/m.exec(readFileSync(out, "utf8"))?.[1]);
    };
    counts[size] = Math.round(((await count(rounds)) - (await count(first))) / (rounds - first));
  }
  return counts;
}
