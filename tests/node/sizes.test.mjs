// Sizes of what was built, compared with those that the documents are generated from (benches/sizes.json).

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { sizesTable } from "../../benches/report.mjs";
import { MARGIN, STORED, sizes, stored } from "../../benches/sizes.mjs";

const DOCUMENT = new URL("../../docs/performance.md", import.meta.url);

test("modules and glue have the sizes that are stored", () => {
  if (process.env["UPDATE"] === "1") writeFileSync(STORED, `${JSON.stringify({ ...stored(), ...sizes() }, null, 2)}\n`);
  const known = stored();
  for (const [name, measured] of Object.entries(sizes())) {
    for (const [form, size] of Object.entries(measured)) {
      const difference = Math.abs(size / known[name][form] - 1);
      assert.ok(difference <= MARGIN, `${name}, ${form}: ${size} bytes, stored are ${known[name][form]}; see make accept`);
    }
  }
});

test("the document has the stored sizes", () => {
  const document = readFileSync(DOCUMENT, "utf8");
  if (process.env["UPDATE"] === "1")
    writeFileSync(DOCUMENT, document.replace(/## Sizes in kB[^]*$/, () => `${sizesTable()}\n`));
  assert.ok(readFileSync(DOCUMENT, "utf8").endsWith(`${sizesTable()}\n`), "run make accept");
});
