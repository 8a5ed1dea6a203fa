// Compares the instructions of previews with the stored ones. Unlike times, they do not depend on what else the machine does.
// `make test ONLY=instructions`; VALGRIND names the executable. With UPDATE=1 it stores what it counts.

import { readFileSync, writeFileSync } from "node:fs";
import { instructions } from "./native.mjs";

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
