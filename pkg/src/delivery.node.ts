// Entry point of `userlike-limeobject/delivery`; it has a module of its own. Otherwise as node.ts.

import { readFileSync } from "node:fs";
import { initSync } from "../wasm/delivery.js";

initSync({ module: readFileSync(new URL("../wasm/delivery_bg.wasm", import.meta.url)) });

export * from "./delivery.js";
