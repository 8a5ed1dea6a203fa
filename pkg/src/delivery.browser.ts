// Entry point of `userlike-limeobject/delivery`; it has a module of its own. Otherwise as browser.ts.

import init from "../wasm/delivery.js";

await init({ module_or_path: new URL("../wasm/delivery_bg.wasm", import.meta.url) });

export * from "./delivery.js";
