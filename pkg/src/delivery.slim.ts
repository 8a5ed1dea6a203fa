// Entry point `userlike-limeobject/delivery/slim`: the caller brings the WebAssembly module. Otherwise as slim.ts.

import load, { initSync as loadSync } from "../wasm/delivery.js";
import { type Loader, loadWith, loadWithSync } from "./load.js";
import type { Loadable, Module } from "./loadable.js";

export * from "./delivery.js";
export type { Loadable, Module };

const loader: Loader = { load, loadSync, known: "delivery_new" };

/**
 * Loads the WebAssembly module, `userlike-limeobject/delivery/wasm`. Once: later calls change nothing.
 *
 * @param source The compiled module, its bytes, or where they are: a URL, or the answer of `fetch`.
 * @throws {LimeobjectError} `bad-module` when it can't be had, or is not this version's module
 */
export function init(source: Loadable | Promise<Loadable>): Promise<void> {
  return loadWith(loader, source);
}

/**
 * As {@link init}, at once.
 *
 * @throws {LimeobjectError} `bad-module` when it is not this version's module
 */
export function initSync(source: Module): void {
  loadWithSync(loader, source);
}
