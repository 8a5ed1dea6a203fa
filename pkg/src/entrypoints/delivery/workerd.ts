// Entry point of `userlike-limeobject/delivery` for workerd; loads the delivery's module as ../workerd.ts loads the mapper's.

import { initSync } from "../../../wasm/delivery.js";
// @ts-expect-error: the generated declaration describes the instance's exports; workerd returns the WebAssembly.Module.
import module from "../../../wasm/delivery_bg.wasm";

initSync({ module });

export * from "../../delivery/index.js";
