// Styles that cannot meet: each component has a CSS Module of its own; only elements and tokens are styled for the whole page.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

const www = join(import.meta.dirname, "../../www");
const read = (file) => readFileSync(file, "utf8");
const show = (file) => relative(www, file);

const camelCase = (name) => name.replace(/-+(\w)/g, (_, letter) => letter.toUpperCase());

/** Classes that a style sheet defines. */
function classesOf(file) {
  const selectors = read(file)
    .replace(/\/\*[\s\S]*?\*\/|@import[^;]*;/g, "")
    .replace(/\{[^{}]*\}/g, "{}")
    .replace(/:global\([^)]*\)/g, "");
  return new Set([...selectors.matchAll(/\.(-?[_a-zA-Z][\w-]*)/g)].map(([, name]) => camelCase(name)));
}

/** The sources, each with the modules that it imports: `import styles from "./x.module.css"`. */
const users = globSync(`${www}/src/**/*.{ts,tsx}`).flatMap((file) => {
  const text = read(file);
  return [...text.matchAll(/import (\w+) from "([^"]+\.module\.css)"/g)].map(([, name, path]) => {
    const used = [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map(([, used]) => used);
    const isIndexed = new RegExp(`\\b${name}\\[`).test(text);
    return { file, module: join(dirname(file), path), used: new Set(used), isIndexed };
  });
});

const modules = globSync(`${www}/src/**/*.module.css`);

test("every class that is used exists", () => {
  for (const { file, module, used } of users) {
    const classes = classesOf(module);
    for (const name of used) assert.ok(classes.has(name), `${show(file)}: ${show(module)} has no class ${name}`);
  }
});

test("every class that exists is used", () => {
  for (const module of modules) {
    const importers = users.filter((user) => user.module === module);
    assert.ok(importers.length > 0, `nobody imports ${show(module)}`);
    if (importers.some(({ isIndexed }) => isIndexed)) continue;
    for (const name of classesOf(module))
      assert.ok(
        importers.some(({ used }) => used.has(name)),
        `${show(module)}: nobody uses the class ${name}`,
      );
  }
});

test("the styles of the whole page have no classes but those of the HTML page and of CodeMirror", () => {
  for (const file of globSync(`${www}/styles/*.css`)) {
    if (file.endsWith("addon-host.css")) continue;
    const own = [...classesOf(file)].filter((name) => !/^(loading|noscript|cm[A-Z]|tok[A-Z])/.test(name));
    assert.deepEqual(own, [], show(file));
  }
});

test("no source has class names of its own", () => {
  for (const file of globSync(`${www}/src/**/*.{ts,tsx}`)) {
    if (file.includes("/addon/host/")) continue;
    // CodeMirror's own classes begin with "cm-".
    assert.doesNotMatch(read(file), /\bclass(Name)?(=|: )"(?!cm-)/, show(file));
  }
});
