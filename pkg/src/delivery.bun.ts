// Entry point of `userlike-limeobject/delivery`; it has a module of its own. Otherwise as bun.ts.

import { initSync } from "../wasm/delivery.js";
// @ts-expect-error: the generated declaration describes the instance's exports; Bun gives the file's path.
import path from "../wasm/delivery_bg.wasm" with { type: "file" };
import { fileBytes } from "./bun.file.js";

initSync({ module: fileBytes(path, import.meta.url) });

export * from "./delivery.js";
