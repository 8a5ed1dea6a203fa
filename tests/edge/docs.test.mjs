// docs/edge.md lists every route, variable and error code, and nothing else; generated files are current.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";

const root = resolve(import.meta.dirname, "../..");
const read = (/** @type {string} */ path) => readFileSync(resolve(root, path), "utf8");
const docs = read("docs/edge.md");

const { WORKER_ERROR_CODES } = await import(new URL("../../contract/errors.ts", import.meta.url).href);
const { DEFAULTS } = await import(new URL("../../edge/src/platform/variables.ts", import.meta.url).href);

/** The matches of a pattern, each once, sorted. @param {string} text @param {RegExp} pattern */
const matches = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, match = ""]) => match))].sort();

/** The text below a heading. @param {string} heading */
function section(heading) {
  const [, text] = docs.split(`\n## ${heading}\n`);
  assert(text, `docs/edge.md has no section "${heading}"`);
  return text.split("\n## ")[0] ?? "";
}

test("every secret and variable is in the docs", () => {
  const listed = matches(section("Secrets and variables"), /^\| `([A-Z_]+)` \|/gm);
  assert.deepEqual(listed, matches(read("edge/variables.env"), /^([A-Z_]+)=/gm));
});

test("the defaults of variables are those of the docs and of edge/variables.env", () => {
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (name === "MEDIA_HOSTS") continue;
    assert(section("Secrets and variables").includes(`| \`${name}\` | \`${value}\` |`), name);
    const [, comment = ""] = new RegExp(`# (.*)\\n${name}=`).exec(read("edge/variables.env")) ?? [];
    assert(comment.includes(`Default: ${value}.`), name);
  }
});

test("every route of the contract is in the docs", () => {
  const routes = matches(read("contract/routes.ts"), /^ {2}"([A-Z]+ \S+)": \{/gm);
  assert.deepEqual(
    matches(section("Routes"), /`((?:GET|POST|PUT|DELETE) \/[^`]*)`/g),
    [...routes, "POST /userlike/"].sort(),
  );
});

test("every error code of the worker is in the docs", () => {
  const listed = matches(section("Error codes"), /^\| `([a-z0-9-]+)` \|/gm);
  assert.deepEqual(listed, Object.keys(WORKER_ERROR_CODES).sort());
});

test("the types of the environment are current", () => {
  const env = {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: resolve(root, "build/log/wrangler"),
  };
  execFileSync(resolve(root, "node_modules/.bin/wrangler"), ["types", "--check"], { cwd: resolve(root, "edge"), env });
});
