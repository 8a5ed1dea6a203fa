// Entry point of `userlike-limeobject/delivery` for browsers; loads the delivery's module as ../browser.ts loads the mapper's.

import init from "../../../wasm/delivery.js";

await init({ module_or_path: new URL("../../../wasm/delivery_bg.wasm", import.meta.url) });

export * from "../../delivery/index.js";
