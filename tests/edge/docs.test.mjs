// docs/edge.md names everything that there is, and nothing else.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";

const root = resolve(import.meta.dirname, "../..");
const read = (/** @type {string} */ path) => readFileSync(resolve(root, path), "utf8");
const docs = read("docs/edge.md");
const found = (/** @type {string} */ text, /** @type {RegExp} */ pattern) =>
  [...new Set([...text.matchAll(pattern)].map((match) => match.slice(1).join(" ")))].sort();

test("every secret and variable is in the docs", () => {
  const [, documented = ""] = docs.split("## Secrets and variables");
  assert.deepEqual(
    found(documented.split("\n## ")[0] ?? "", /^\| `([A-Z_]+)` \|/gm),
    found(read("edge/src/env.ts"), /^ {2}([A-Z_]+)\?: string;/gm),
  );
});

test("every route of the API is in the docs", () => {
  const routes = globSync("edge/src/routes/*.ts", { cwd: root }).flatMap((file) => {
    const said = found(read(file), /\.(get|post|put|delete)\(\s*"(\/(?:api|metrics|healthz|webhooks)[^"]*)"/g);
    return said.map((route) => route.replace(/^\w+/, (method) => method.toUpperCase()));
  });
  const [, documented = ""] = docs.split("## Routes");
  const listed = found(
    documented.split("\n## ")[0] ?? "",
    /`((?:GET|POST|PUT|DELETE)) (\/(?:api|metrics|healthz|webhooks)[^`]*)`/g,
  );
  assert.deepEqual(listed, routes.sort());
});
