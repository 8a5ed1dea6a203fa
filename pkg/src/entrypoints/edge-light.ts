// Entry point for edge runtimes of the kind of Vercel's and Next's, whose tools compile a module that is imported with `?module`.

import { initSync } from "../../wasm/mapper.js";
// @ts-expect-error: such an import has no declaration; the tools return the WebAssembly.Module, maybe of another realm.
import module from "../../wasm/mapper_bg.wasm?module";

initSync({ module });

export * from "../index.js";
