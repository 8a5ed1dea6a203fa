// Entry point `userlike-limeobject/delivery/slim`: the caller provides the WebAssembly module, as for ../slim.ts.

import "../../requirements.js";
import load, { initSync as loadSync } from "../../../wasm/delivery.js";
import { type Loader, loadModule, loadModuleSync } from "../../module/load.js";
import type { WasmModule, WasmSource } from "../../module/source.js";

export * from "../../delivery/index.js";
export type { WasmModule, WasmSource };

const loader: Loader = { load, loadSync, expectedExport: "delivery_new" };

/**
 * Loads the WebAssembly module, `userlike-limeobject/delivery/wasm`. Calls after the first have no effect.
 *
 * @param source The compiled module, its bytes, or their location: a URL or the response of `fetch`.
 * @throws {LimeobjectError} `bad-module` when it cannot be loaded or is not the module of this version
 */
export function init(source: WasmSource | Promise<WasmSource>): Promise<void> {
  return loadModule(loader, source);
}

/**
 * Loads the WebAssembly module synchronously.
 *
 * @throws {LimeobjectError} `bad-module` when it is not the module of this version
 */
export function initSync(source: WasmModule): void {
  loadModuleSync(loader, source);
}
