// Entry point of `userlike-limeobject/delivery` for Node; loads the delivery's module as ../node.ts loads the mapper's.

import "../../requirements.js";
import { readFileSync } from "node:fs";
import { initSync } from "../../../wasm/delivery.js";
import { unloadable } from "../../module/unloadable.js";

try {
  initSync({ module: readFileSync(new URL("../../../wasm/delivery_bg.wasm", import.meta.url)) });
} catch (cause) {
  throw unloadable(cause, "userlike-limeobject/delivery");
}

export * from "../../delivery/index.js";
