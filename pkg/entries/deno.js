// Entry point for Deno, which gives a compiled module for a `source` import, and needs no permission for it. TypeScript
// can't read such an import yet, so this file is not among the others.

import { initSync } from "../wasm/mapper.js";
import source module from "../wasm/mapper_bg.wasm";

initSync({ module });

export * from "../dist/index.js";
