// Entry point of `userlike-limeobject/delivery` for Node; loads the delivery's module as ../node.ts loads the mapper's.

import "../../runtime.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { initSync } from "../../../wasm/delivery.js";
import { unloadable } from "../../module/unloadable.js";

try {
  initSync({ module: readFileSync(join(fileURLToPath(import.meta.url), "../../../../wasm/delivery_bg.wasm")) });
} catch (cause) {
  throw unloadable(cause, "userlike-limeobject/delivery");
}

export * from "../../delivery/index.js";
