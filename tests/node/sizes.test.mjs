// Sizes of what was built, compared with those that the documents are generated from (benches/sizes.json).

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { MARGIN, sizes, sizesTable, store, stored } from "../../benches/sizes.mjs";

const DOCUMENT = new URL("../../docs/performance.md", import.meta.url);

test("modules and glue have the sizes that are stored", () => {
  if (process.env.UPDATE === "1") store(sizes());
  const known = stored();
  for (const [name, measured] of Object.entries(sizes())) {
    for (const form of /** @type {const} */ (["raw", "gzip", "brotli"])) {
      const [size, before] = [measured[form] ?? 0, known[name]?.[form] ?? 0];
      const message = `${name}, ${form}: ${size} bytes, stored are ${before}; see make accept`;
      assert.ok(Math.abs(size / before - 1) <= MARGIN, message);
    }
  }
});

test("the document has the stored sizes", () => {
  const document = readFileSync(DOCUMENT, "utf8");
  if (process.env.UPDATE === "1")
    writeFileSync(
      DOCUMENT,
      document.replace(/## Sizes in kB[\s\S]*$/, () => `${sizesTable()}\n`),
    );
  assert.ok(readFileSync(DOCUMENT, "utf8").endsWith(`${sizesTable()}\n`), "run make accept");
});
