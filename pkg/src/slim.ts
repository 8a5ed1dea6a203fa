// Entry point `userlike-limeobject/slim`: the caller brings the WebAssembly module. For places where the other entry points
// can't load it: service workers, bundles of one file, runtimes that nobody thought of.

import load, { initSync as loadSync } from "../wasm/mapper.js";
import { type Loader, loadWith, loadWithSync } from "./load.js";
import type { Loadable, Module } from "./loadable.js";

export * from "./index.js";
export type { Loadable, Module };

const loader: Loader = { load, loadSync, known: "mapper_new" };

/**
 * Loads the WebAssembly module, `userlike-limeobject/wasm`. Once: later calls change nothing.
 *
 * @param source The compiled module, its bytes, or where they are: a URL, or the answer of `fetch`.
 * @throws {LimeobjectError} `bad-module` when it can't be had, or is not this version's module
 */
export function init(source: Loadable | Promise<Loadable>): Promise<void> {
  return loadWith(loader, source);
}

/**
 * As {@link init}, at once. Browsers compile bytes of this size on their main thread, but would rather not: give it a
 * `WebAssembly.Module` there, or use {@link init}.
 *
 * @throws {LimeobjectError} `bad-module` when it is not this version's module
 */
export function initSync(source: Module): void {
  loadWithSync(loader, source);
}
