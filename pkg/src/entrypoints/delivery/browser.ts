// Entry point of `userlike-limeobject/delivery` for browsers; loads the delivery's module as ../browser.ts loads the mapper's.

import "../../requirements.js";
import init from "../../../wasm/delivery.js";
import { unloadable } from "../../module/unloadable.js";

try {
  await init({ module_or_path: new URL("../../../wasm/delivery_bg.wasm", import.meta.url) });
} catch (cause) {
  throw unloadable(cause, "userlike-limeobject/delivery");
}

export * from "../../delivery/index.js";
