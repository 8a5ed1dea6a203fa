// What an entry point says when it cannot load its module.

import { LimeobjectError, messageOf } from "../errors.js";
import { seenRuntime } from "../runtime.js";

/** Says what to do about a policy that forbids WebAssembly, or what to do otherwise. */
export function advice(cause: unknown, otherwise: string): string {
  const isPolicy = /content security policy|csp/i.test(messageOf(cause));
  return isPolicy ? "add 'wasm-unsafe-eval' to script-src in the Content-Security-Policy" : otherwise;
}

/**
 * Returns the error of an entry point that cannot load its module: it names the runtime and the import that works there.
 *
 * @param entry The entry point: `userlike-limeobject`, `userlike-limeobject/delivery`.
 */
export function unloadable(cause: unknown, entry: string): LimeobjectError {
  const otherwise = `did a bundler leave the .wasm file out? Then exclude the package from the bundle, or import "${entry}/slim" and call init(...) with the file "${entry}/wasm": its URL, its bytes or a WebAssembly.Module`;
  const message = `"${entry}" cannot load its WebAssembly module in ${seenRuntime()} (${messageOf(cause)}); ${advice(cause, otherwise)}`;
  return new LimeobjectError("bad-module", message, { cause });
}
