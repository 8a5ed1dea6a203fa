// Checks what this package needs of a runtime. Entry points import it first: other modules would fail with a ReferenceError.

import { LimeobjectError } from "./errors.js";

for (const name of ["TextDecoder", "TextEncoder", "WebAssembly"]) {
  if (!(name in globalThis)) {
    const agent = globalThis.navigator?.userAgent ?? "this runtime";
    throw new LimeobjectError(
      "bad-module",
      `${agent} has no ${name}: define globalThis.${name} before importing userlike-limeobject`,
    );
  }
}
