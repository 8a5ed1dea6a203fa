// The crate without WebAssembly: its times by criterion, and the instructions of a preview by callgrind.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Mapper } from "userlike-limeobject";
import { alternatives, exampleMapper, TRANSFORM } from "./alternatives.mjs";
import { measure } from "./measure.mjs";
import { median } from "./median.mjs";
import { conversation } from "./payloads.mjs";
import { outputOf } from "./program.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "target/native");
const cargo = ["--locked", "--manifest-path", join(root, "benches/native/Cargo.toml"), "--target-dir", target];

const run = (program, args, options = {}) => outputOf(program, args, { cwd: root, ...options });

/** Writes payloads into a new folder, each named by its size and indentation. */
function write(shapes) {
  const folder = join(root, "build/bench/payloads");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    files: shapes.map(({ size, indent }) => {
      const name = `${size}-${indent}`;
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(conversation(size), null, indent));
      return { size, indent, name, file };
    }),
  };
}

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

/**
 * Counts the instructions of a preview.
 *
 * @param {string} valgrind Its executable.
 * @param {number[]} sizes
 * @returns {Promise<Record<string, number>>} by size
 */
export async function instructions(valgrind, sizes) {
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
