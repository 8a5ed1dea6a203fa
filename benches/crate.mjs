// The benchmarks of the crate without WebAssembly (native/): how they are run, and their payloads. Needs no package.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { conversation } from "./payloads.mjs";
import { outputOf } from "./program.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
export const target = join(root, "target/native");
export const cargo = ["--locked", "--manifest-path", join(root, "benches/native/Cargo.toml"), "--target-dir", target];

export const run = (program, args, options = {}) => outputOf(program, args, { cwd: root, ...options });

/** Writes payloads into a new folder, each named by its size and indentation. */
export function write(shapes) {
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
