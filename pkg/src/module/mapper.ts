// The running instance of the mapper's WebAssembly module: one for everything that calls it.

import * as wasm from "../../wasm/mapper.js";
import { ModuleInstance } from "./instance.js";

export const module = new ModuleInstance({
  // Without a module the glue returns the exports of the running instance.
  exports: () => wasm.initSync(undefined as never),
  restart: wasm.__wbg_reset_state,
  isReplaceable: true,
});
