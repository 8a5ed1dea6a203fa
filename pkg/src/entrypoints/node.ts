// Entry point for Node and for runtimes that resolve packages as Node does. It loads the module synchronously, so that
// `require` of this ES module works where the runtime supports it. Tools that collect the files of a deployment understand
// `new URL(..., import.meta.url)`; where a bundler for servers makes it an address of the web, this fails during the build.

import "../requirements.js";
import { readFileSync } from "node:fs";
import { initSync } from "../../wasm/mapper.js";
import { unloadable } from "../module/unloadable.js";

try {
  initSync({ module: readFileSync(new URL("../../wasm/mapper_bg.wasm", import.meta.url)) });
} catch (cause) {
  throw unloadable(cause, "userlike-limeobject");
}

export * from "../index.js";
