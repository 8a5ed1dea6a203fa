// Where Bun has put a file that is imported as one: an absolute path, or, in a bundle, one that begins at the bundle.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export function fileBytes(path: string, importer: string): Uint8Array<ArrayBuffer> {
  return readFileSync(resolve(dirname(fileURLToPath(importer)), path));
}
