// The texts of the page: the type has all four languages of each; that they have the same places to fill in is held here.
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { FINDING_CODES } from "userlike-limeobject";

// What the catalogue asks the browser for.
Object.assign(globalThis, { document: { documentElement: {} } });

const folder = join(import.meta.dirname, "../../www/src/i18n/messages");
const areas = new Map();
for (const file of globSync(`${folder}/*.ts`)) {
  const exported = Object.values(await import(file)).find((value) => typeof value?.table === "object");
  if (exported) areas.set(basename(file, ".ts"), exported);
}

const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

for (const [area, { table }] of areas) {
  test(`${area}: every text says the same in four languages`, () => {
    assert.ok(Object.keys(table).length > 0);
    for (const [key, texts] of Object.entries(table)) {
      assert.deepEqual(Object.keys(texts).sort(), ["de", "en", "nl", "sv"], key);
      for (const [language, text] of Object.entries(texts)) {
        assert.notEqual(text.trim(), "", `${key}, ${language}`);
        assert.deepEqual(places(text), places(texts.en), `${key}, ${language}`);
        assert.doesNotMatch(text, /\.\.\./, `${key}, ${language}: an ellipsis is one character`);
      }
    }
  });
}

for (const area of ["finding-labels", "finding-help"])
  test(`${area}: every code of a finding is there, and no other`, () => {
    assert.deepEqual(Object.keys(areas.get(area).table).sort(), FINDING_CODES.toSorted());
  });

test("what is said has its values, in the singular where it is one", () => {
  const preview = areas.get("preview");
  assert.equal(preview("warnings", { n: 1 }), "1 warning");
  assert.equal(preview("warnings", { n: 1200 }), "1,200 warnings");
});
