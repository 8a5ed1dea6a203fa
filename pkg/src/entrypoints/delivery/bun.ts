// Entry point of `userlike-limeobject/delivery` for Bun; loads the delivery's module as ../bun.ts loads the mapper's.

import { initSync } from "../../../wasm/delivery.js";
// @ts-expect-error: the generated declaration describes the instance's exports; Bun returns the path of the file.
import path from "../../../wasm/delivery_bg.wasm" with { type: "file" };
import { readImportedFile } from "../bun-file.js";

initSync({ module: readImportedFile(path, import.meta.url) });

export * from "../../delivery/index.js";
