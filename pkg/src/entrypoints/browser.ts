// Entry point for browsers. Bundlers recognize `new URL(..., import.meta.url)` and copy the module to their output.

import init from "../../wasm/mapper.js";

await init({ module_or_path: new URL("../../wasm/mapper_bg.wasm", import.meta.url) });

export * from "../index.js";
