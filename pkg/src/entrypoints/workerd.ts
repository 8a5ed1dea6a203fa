// Entry point for Cloudflare Workers (workerd), which imports a module already compiled and forbids compiling bytes.

import { initSync } from "../../wasm/mapper.js";
// @ts-expect-error: the generated declaration describes the instance's exports; workerd returns the WebAssembly.Module.
import module from "../../wasm/mapper_bg.wasm";

initSync({ module });

export * from "../index.js";
