// Entry point for Node and for runtimes that resolve packages as Node does. It loads the module synchronously, so that
// `require` of this ES module works where the runtime supports it.

import { readFileSync } from "node:fs";
import { initSync } from "../../wasm/mapper.js";

initSync({ module: readFileSync(new URL("../../wasm/mapper_bg.wasm", import.meta.url)) });

export * from "../index.js";
