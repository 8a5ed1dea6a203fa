// Entry point of `userlike-limeobject/delivery` for Deno; loads the delivery's module as ../deno.js loads the mapper's.

import { initSync } from "../../../wasm/delivery.js";
import source module from "../../../wasm/delivery_bg.wasm";

initSync({ module });

export * from "../../delivery/index.js";
