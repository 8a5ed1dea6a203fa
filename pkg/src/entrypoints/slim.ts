// Entry point `userlike-limeobject/slim`: the caller provides the WebAssembly module. For environments in which no other
// entry point can load it: service workers, single-file bundles, other runtimes.

import "../requirements.js";
import load, { initSync as loadSync } from "../../wasm/mapper.js";
import { type Loader, loadModule, loadModuleSync } from "../module/load.js";
import type { WasmModule, WasmSource } from "../module/source.js";

export * from "../index.js";
export type { WasmModule, WasmSource };

const loader: Loader = { load, loadSync, expectedExport: "mapper_new" };

/**
 * Loads the WebAssembly module, `userlike-limeobject/wasm`. Calls after the first have no effect.
 *
 * @param source The compiled module, its bytes, or their location: a URL or the response of `fetch`.
 * @throws {LimeobjectError} `bad-module` when it cannot be loaded or is not the module of this version
 */
export function init(source: WasmSource | Promise<WasmSource>): Promise<void> {
  return loadModule(loader, source);
}

/**
 * Loads the WebAssembly module synchronously. Browsers restrict synchronous compilation on their main thread: pass a
 * compiled `WebAssembly.Module` there, or use {@link init}.
 *
 * @throws {LimeobjectError} `bad-module` when it is not the module of this version
 */
export function initSync(source: WasmModule): void {
  loadModuleSync(loader, source);
}
