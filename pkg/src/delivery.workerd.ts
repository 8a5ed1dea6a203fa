// Entry point of `userlike-limeobject/delivery`; it has a module of its own. Otherwise as workerd.ts.

import { initSync } from "../wasm/delivery.js";
// @ts-expect-error: the generated declaration describes the instance's exports; workerd gives the WebAssembly.Module.
import module from "../wasm/delivery_bg.wasm";

initSync({ module });

export * from "./delivery.js";
