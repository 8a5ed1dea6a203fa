// Entry point for browsers. Bundlers find the module by the `new URL(..., import.meta.url)` and put it into their output.

import init from "../wasm/userlike_limeobject.js";

await init({ module_or_path: new URL("../wasm/userlike_limeobject_bg.wasm", import.meta.url) });

export * from "./index.js";
