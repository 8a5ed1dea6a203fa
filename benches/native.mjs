// The crate without WebAssembly: its times by criterion.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Mapper } from "userlike-limeobject";
import { alternatives, exampleMapper, TRANSFORM } from "./alternatives.mjs";
import { cargo, run, target, write } from "./crate.mjs";
import { measure } from "./measure.mjs";
import { median } from "./median.mjs";

/** How often native code and the module take turns. */
const TURNS = 7;

/**
 * Measures previews by criterion, in turns with the module in this process: the speed of a machine changes from second to second.
 *
 * @param {{ shapes: import("./alternatives.mjs").Shape[], rounds: number }} options
 * @returns {Promise<(import("./alternatives.mjs").Shape & { median: number, module: number, ratio: number })[]>} Medians of the turns
 *   in microseconds, and the median of native time to the module's.
 */
export async function native({ shapes, rounds }) {
  const { folder, files } = write(shapes);
  const mapper = exampleMapper(Mapper);
  const flags = ["--noplot", "--warm-up-time", "0.3", "--measurement-time", "0.7"];
  const bench = (...args) =>
    run("cargo", ["bench", ...cargo, "--bench", "preview", ...args], {
      env: { ...process.env, PAYLOADS: folder, CRITERION_HOME: join(target, "criterion") },
    });
  await bench("--no-run");
  const results = [];
  for (const { size, indent, name } of files) {
    const { [TRANSFORM]: transform } = alternatives(mapper, { size, indent }).calls;
    const estimates = join(target, "criterion/preview", name, "new/estimates.json");
    const turns = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const { transform: module } = await measure({ transform }, { rounds: Math.ceil(rounds / TURNS) });
      await bench("--", ...flags, "--exact", `preview/${name}`);
      const time = JSON.parse(readFileSync(estimates, "utf8")).median.point_estimate / 1000;
      turns.push({ median: time, module: module.median, ratio: time / module.median });
    }
    const medianOf = (figure) => median(turns.map((turn) => turn[figure]));
    results.push({ size, indent, median: medianOf("median"), module: medianOf("module"), ratio: medianOf("ratio") });
  }
  return results;
}
