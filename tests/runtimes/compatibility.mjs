// The claims of the package's README, a row for each runtime and toolchain. Tests record which rows they have tried;
// scripts/runtimes-table.mjs compares the README with that.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

const root = resolve(import.meta.dirname, "../..");
const RECORDS = resolve(root, "build/runtimes");

/**
 * What is tried, in the order of the README, and the line that it needs; null where it needs none. Each row has a section
 * of this title in docs/toolchains.md.
 */
export const ROWS = /** @satisfies {Record<string, string | null>} */ ({
  Node: null,
  "Node, `require`": null,
  "Node, single executable": "`/slim`, and the module as an asset",
  "Node, bundled (esbuild, Rolldown, Vite SSR)": "the package as external: it stays in `node_modules`",
  Deno: null,
  Bun: null,
  "Cloudflare Workers": null,
  "Next, server": '`serverExternalPackages: ["userlike-limeobject"]` in `next.config.mjs`',
  "Next, client": null,
  "Next, edge": null,
  "Browsers without a bundler": null,
  "Service workers": "`/slim`",
  "Browser extensions (Manifest V3)": "`'wasm-unsafe-eval'` in `content_security_policy`",
  Vite: null,
  "Vite 6 and 7, development server": '`optimizeDeps: { exclude: ["userlike-limeobject"] }` in `vite.config.js`',
  "Vite, web workers": "`/slim`, with `userlike-limeobject/wasm?url`",
  webpack: null,
  Rspack: null,
  Rollup: "the plugins `@rollup/plugin-node-resolve` and `@web/rollup-plugin-import-meta-assets`",
  Parcel: '`"@parcel/resolver-default": { "packageExports": true }` in `package.json`',
  esbuild: "`/slim`, with `--loader:.wasm=file`",
  "esbuild, everything in one file": "`/slim`, with `--loader:.wasm=binary`",
  "Bun, bundles for browsers": '`/slim`, and an import with `{ type: "file" }`',
  Vitest: null,
  Jest: "`NODE_OPTIONS=--experimental-vm-modules`",
  "Jest with jsdom": "`TextDecoder`, `TextEncoder` and the condition `node` in the environment",
});

/** @typedef {keyof typeof ROWS} Row */

/** @typedef {{ row: Row, version?: string, without?: true }} RowRecord */

function record(/** @type {string} */ folder, /** @type {string} */ name, /** @type {object} */ content) {
  mkdirSync(`${RECORDS}/${folder}`, { recursive: true });
  writeFileSync(`${RECORDS}/${folder}/${name.replace(/[^\w.]+/g, "-")}.json`, JSON.stringify(content));
}

/** Returns a version without its last number. */
export const minor = (/** @type {string} */ version) => version.replace(/^v?(\d+\.\d+)\..*$/, "$1");

/**
 * Asserts that no check failed, and records it for the table that `make test` prints, and for a row of the README.
 *
 * @param {string} runtime
 * @param {string} version
 * @param {Record<string, string>} results
 * @param {Row} row
 * @param {string} [shown] The version in the README. Default: the version without its last number.
 */
export function passed(runtime, version, results, row, shown = minor(version)) {
  record(".", runtime, { runtime, version, install: "yes", ...results });
  const failed = Object.entries(results).filter(([, result]) => result.startsWith("FAILED"));
  assert.deepEqual(failed, [], failed.map(([name, why]) => `${name}: ${why}`).join("\n"));
  tried(row, shown);
}

/** Records that a row was tried with a version, or that this machine cannot try it: then the README's word counts. */
export function tried(/** @type {Row} */ row, /** @type {string} */ version) {
  record("rows", `${row} ${version}`, { row, version });
}

/** Asserts that a row needs what it needs: without it, the attempt fails as its section of docs/toolchains.md says. */
export async function failsWithout(/** @type {Row} */ row, /** @type {() => Promise<unknown>} */ attempt) {
  const expected = documentedErrors(row);
  await assert.rejects(attempt, (error) => {
    assert.match(stripVTControlCharacters(String(error)), expected);
    return true;
  });
  record("rows", `${row} without`, { row, without: true });
}

/** The sections of docs/toolchains.md by their titles. */
export function sections() {
  const [, ...parts] = readFileSync(resolve(root, "docs/toolchains.md"), "utf8").split(/^## /m);
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("\n")), part]));
}

/** Returns a pattern of the errors in a section, where "…" stands for anything. */
function documentedErrors(/** @type {Row} */ row) {
  const texts = [...(sections()[row] ?? "").matchAll(/^```text\n([\s\S]*?)```/gm)].map(([, text = ""]) => text);
  assert(texts.length > 0, `docs/toolchains.md has no error for "${row}"`);
  const patterns = texts.map((text) => text.trim().split("…").map(literal).join("[\\s\\S]*?"));
  return new RegExp(patterns.join("|"));
}

/** Returns a pattern of a text that may be wrapped in another way. */
const literal = (/** @type {string} */ text) =>
  text
    .trim()
    .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    .replace(/\s+/g, "\\s+");
