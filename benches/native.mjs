// The crate without WebAssembly: its times by criterion, and the instructions of a preview by callgrind.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

/**
 * Measures previews by criterion.
 *
 * @param {{ shapes: import("./alternatives.mjs").Shape[] }} options
 * @returns {Promise<(import("./alternatives.mjs").Shape & { median: number })[]>} microseconds
 */
export async function native({ shapes }) {
  const { folder, files } = write(shapes);
  const flags = ["--noplot", "--warm-up-time", "1", "--measurement-time", "3"];
  await run("cargo", ["bench", ...cargo, "--bench", "preview", "--", ...flags], {
    env: { ...process.env, PAYLOADS: folder, CRITERION_HOME: join(target, "criterion") },
  });
  return files.map(({ size, indent, name }) => {
    const estimates = join(target, "criterion/preview", name, "new/estimates.json");
    return { size, indent, median: JSON.parse(readFileSync(estimates, "utf8")).median.point_estimate / 1000 };
  });
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
