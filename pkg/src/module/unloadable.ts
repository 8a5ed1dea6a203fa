// What an entry point says when it cannot load its module.

import { LimeobjectError, messageOf } from "../errors.js";
import { seenRuntime } from "../runtime.js";

/**
 * Returns the error of an entry point that cannot load its module: it names the runtime and the import that works there.
 *
 * @param entry The entry point: `userlike-limeobject`, `userlike-limeobject/delivery`.
 */
export function unloadable(cause: unknown, entry: string): LimeobjectError {
  const message = `"${entry}" cannot load its WebAssembly module in ${seenRuntime()} (${messageOf(cause)}). Did a bundler leave the .wasm file out? Then exclude the package from the bundle, or import "${entry}/slim" and call init(...) with the file "${entry}/wasm": its URL, its bytes or a WebAssembly.Module`;
  return new LimeobjectError("bad-module", message, { cause });
}
