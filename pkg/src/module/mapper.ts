// The running instance of the mapper's WebAssembly module: one for everything that calls it.

import * as wasm from "../../wasm/mapper.js";
import { ModuleInstance } from "./instance.js";

export const module = new ModuleInstance({
  // Without a module the glue returns the exports of the running instance.
  exports: () => wasm.initSync(undefined as never),
  restart: wasm.__wbg_reset_state,
  isReplaceable: true,
});

/**
 * Rejects a payload that is too large, before it is copied into the module.
 *
 * @throws {PayloadError} `too-large`
 */
export function checkSize({ byteLength }: Uint8Array, maxBytes: number): void {
  if (byteLength > maxBytes) module.run(() => wasm.checkSize(byteLength, maxBytes));
}
