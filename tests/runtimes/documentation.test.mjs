// docs/toolchains.md has a section for each row of the README's table, and says what the examples do.

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROWS, sections } from "./compatibility.mjs";
import { root } from "./project.mjs";

const spaceless = (/** @type {string} */ text) => text.replace(/\s+/g, "");

test("every row has a section, and every section is a row", () => {
  assert.deepEqual(Object.keys(sections()), Object.keys(ROWS));
});

test("every section's programs stand in its example", () => {
  for (const [title, text] of Object.entries(sections())) {
    const names = [...text.matchAll(/\]\(\.\.\/examples\/([\w-]+)\)/g)].map(([, name]) => name);
    const files = names.flatMap((name) => globSync(`examples/${name}/**/*.{js,mjs,ts,json}`, { cwd: root }));
    const sources = files.map((file) => spaceless(readFileSync(join(root, file), "utf8")));
    for (const [, code = ""] of text.matchAll(/^```(?:js|json)\n([\s\S]*?)```/gm)) {
      if (names.length === 0) assert.match(code, /from "userlike-limeobject"|require\("userlike-limeobject"\)/, title);
      else
        assert(
          sources.some((source) => source.includes(spaceless(code))),
          `${title}: no example has\n${code}`,
        );
    }
  }
});

test("every example has a section", () => {
  const page = Object.values(sections()).join("");
  for (const file of globSync("examples/*/{package,deno}.json", { cwd: root })) {
    const folder = file.split("/").slice(0, 2).join("/");
    assert(page.includes(`(../${folder})`), `docs/toolchains.md does not name ${folder}`);
  }
});
