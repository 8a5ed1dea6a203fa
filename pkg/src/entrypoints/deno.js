// Entry point for Deno, where a `source` import returns the compiled module and needs no permission. TypeScript cannot
// parse such an import yet; the build copies this file as it is.

import { initSync } from "../../wasm/mapper.js";
import source module from "../../wasm/mapper_bg.wasm";

initSync({ module });

export * from "../index.js";
