// Entry point for browsers. Bundlers recognize `new URL(..., import.meta.url)` and copy the module to their output.

import "../requirements.js";
import init from "../../wasm/mapper.js";
import { unloadable } from "../module/unloadable.js";

try {
  await init({ module_or_path: new URL("../../wasm/mapper_bg.wasm", import.meta.url) });
} catch (cause) {
  throw unloadable(cause, "userlike-limeobject");
}

export * from "../index.js";
