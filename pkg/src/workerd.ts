// Entry point for Cloudflare Workers (workerd), where a module is imported already compiled: compiling bytes is forbidden.

import { initSync } from "../wasm/mapper.js";
// @ts-expect-error: the generated declaration describes the instance's exports; workerd gives the WebAssembly.Module.
import module from "../wasm/mapper_bg.wasm";

initSync({ module });

export * from "./index.js";
