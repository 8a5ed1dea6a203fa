// The packed package as the build installed it, for tests to import it like a user's project.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Resolves a specifier to a file: `userlike-limeobject/examples/config.json`. */
export function fileOf(/** @type {string} */ specifier) {
  return fileURLToPath(import.meta.resolve(specifier));
}

/** Returns the bytes of an example of the package. */
export function example(/** @type {"conversation" | "config" | "limetypes"} */ name) {
  return readFileSync(fileOf(`userlike-limeobject/examples/${name}.json`));
}

/** Path of the command line program. */
export const cli = fileURLToPath(
  new URL("bin/userlike-limeobject.js", import.meta.resolve("userlike-limeobject/package.json")),
);
