// Entry point for Bun, which takes the file along into what it bundles and compiles when it is imported as one.

import { initSync } from "../wasm/mapper.js";
// @ts-expect-error: the generated declaration describes the instance's exports; Bun gives the file's path.
import path from "../wasm/mapper_bg.wasm" with { type: "file" };
import { fileBytes } from "./bun.file.js";

initSync({ module: fileBytes(path, import.meta.url) });

export * from "./index.js";
