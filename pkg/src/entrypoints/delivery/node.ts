// Entry point of `userlike-limeobject/delivery` for Node; loads the delivery's module as ../node.ts loads the mapper's.

import { readFileSync } from "node:fs";
import { initSync } from "../../../wasm/delivery.js";

initSync({ module: readFileSync(new URL("../../../wasm/delivery_bg.wasm", import.meta.url)) });

export * from "../../delivery/index.js";
