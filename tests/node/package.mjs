// The package as the build packed and installed it: the tests read it from there, as a user's project would.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The file that `specifier` stands for: `userlike-limeobject/examples/config.json`. */
export function fileOf(/** @type {string} */ specifier) {
  return fileURLToPath(import.meta.resolve(specifier));
}

/** The bytes of a shipped example. */
export function example(/** @type {"conversation" | "config" | "limetypes"} */ name) {
  return readFileSync(fileOf(`userlike-limeobject/examples/${name}.json`));
}

/** The path of the command line program. */
export const cli = fileURLToPath(
  new URL("bin/userlike-limeobject.js", import.meta.resolve("userlike-limeobject/package.json")),
);
