// Entry point for browsers. Bundlers find the module by the `new URL(..., import.meta.url)` and put it into their output.

import init from "../wasm/mapper.js";

await init({ module_or_path: new URL("../wasm/mapper_bg.wasm", import.meta.url) });

export * from "./index.js";
