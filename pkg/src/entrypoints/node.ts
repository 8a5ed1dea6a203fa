// Entry point for Node and for runtimes that resolve packages as Node does. It loads the module synchronously, so that
// `require` of this ES module works where the runtime supports it. The path is written in a way that those understand who
// collect the files of a deployment, and that no bundler takes for a URL of the web: not `new URL(..., import.meta.url)`.

import "../runtime.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { initSync } from "../../wasm/mapper.js";
import { unloadable } from "../module/unloadable.js";

try {
  initSync({ module: readFileSync(join(fileURLToPath(import.meta.url), "../../../wasm/mapper_bg.wasm")) });
} catch (cause) {
  throw unloadable(cause, "userlike-limeobject");
}

export * from "../index.js";
