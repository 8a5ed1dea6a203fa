import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Reads a file that was imported with `type: "file"`. Bun gives an absolute path or, in a bundle, one relative to the bundle. */
export function readImportedFile(path: string, importer: string): Uint8Array<ArrayBuffer> {
  return readFileSync(resolve(dirname(fileURLToPath(importer)), path));
}
