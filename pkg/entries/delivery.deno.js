// Entry point of `userlike-limeobject/delivery`; it has a module of its own. Otherwise as deno.js.

import { initSync } from "../wasm/delivery.js";
import source module from "../wasm/delivery_bg.wasm";

initSync({ module });

export * from "../dist/delivery.js";
