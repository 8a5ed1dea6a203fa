// Sizes of what users load, in bytes: of the modules and of wasm-bindgen's glue.

import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** @typedef {{ raw?: number, gzip?: number, brotli: number }} Sizes */

const FILES = {
  "mapper, module": "mapper_bg.wasm",
  "mapper, glue": "mapper.js",
  "delivery, module": "delivery_bg.wasm",
  "delivery, glue": "delivery.js",
};

/** Name of the figure that tests/browser/weight.test.mjs measures. */
export const FIRST_VIEW = "first view of the page";

/** What was built may differ from what is stored by this part: other versions of rustc write other code. */
export const MARGIN = 0.05;

/** The stored sizes, from which the documents are generated. */
export const STORED = new URL("sizes.json", import.meta.url);

/** Size of a file after brotli with its highest quality. @param {Uint8Array} bytes */
export function brotli(bytes) {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

/**
 * Measures what was built.
 *
 * @returns {Record<string, Sizes>}
 */
export function sizes() {
  const measured = Object.entries(FILES).map(([name, file]) => {
    const bytes = readFileSync(new URL(`../pkg/wasm/${file}`, import.meta.url));
    return [name, { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) }];
  });
  return Object.fromEntries(measured);
}

/** @returns {Record<string, Sizes>} */
export const stored = () => JSON.parse(readFileSync(STORED, "utf8"));

/**
 * Stores sizes; those of others stay.
 *
 * @param {Record<string, Sizes>} measured
 */
export const store = (measured) => writeFileSync(STORED, `${JSON.stringify({ ...stored(), ...measured }, null, 2)}\n`);

/** The stored sizes as a section of docs/performance.md. */
export function sizesTable() {
  const kB = (/** @type {number | undefined} */ size) => (size === undefined ? "" : (size / 1000).toFixed(1));
  const rows = Object.entries(stored()).map(
    ([name, { raw, gzip, brotli }]) => `| ${name} | ${kB(raw)} | ${kB(gzip)} | ${kB(brotli)} |\n`,
  );
  return `## Sizes in kB

|  | raw | gzip | brotli |
| --- | ---: | ---: | ---: |
${rows.join("")}
\`make test\` compares them with what was built; \`make accept\` stores what was built
([benches/sizes.json](../benches/sizes.json)).`;
}
