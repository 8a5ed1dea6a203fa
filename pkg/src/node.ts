// Entry point for Node and whatever resolves packages as Node does. Synchronous, so that `require` of this ES module
// works where the runtime has it.

import { readFileSync } from "node:fs";
import { initSync } from "../wasm/mapper.js";

initSync({ module: readFileSync(new URL("../wasm/mapper_bg.wasm", import.meta.url)) });

export * from "./index.js";
