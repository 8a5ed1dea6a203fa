// Entry point of `userlike-limeobject/delivery` for edge runtimes; loads the delivery's module as ../edge-light.ts loads the mapper's.

import { initSync } from "../../../wasm/delivery.js";
// @ts-expect-error: such an import has no declaration; the tools return the WebAssembly.Module, maybe of another realm.
import module from "../../../wasm/delivery_bg.wasm?module";

initSync({ module });

export * from "../../delivery/index.js";
