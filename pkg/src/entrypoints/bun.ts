// Entry point for Bun. Bun includes a file that is imported with `type: "file"` in bundles and compiled programs.

import { initSync } from "../../wasm/mapper.js";
// @ts-expect-error: the generated declaration describes the instance's exports; Bun returns the path of the file.
import path from "../../wasm/mapper_bg.wasm" with { type: "file" };
import { readImportedFile } from "./bun-file.js";

initSync({ module: readImportedFile(path, import.meta.url) });

export * from "../index.js";
