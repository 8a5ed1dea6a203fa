// tests/fixtures as one JSON document that any runtime can import or fetch.

import { existsSync, readdirSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Fixture
 * @property {string} name
 * @property {string} payload Bytes in base64, as those of `config` and `limetypes`.
 * @property {string} config
 * @property {string | null} limetypes
 * @property {{ instance?: string }} options
 * @property {string | null} expected
 * @property {string | null} expectedError
 */

/** @typedef {{ fixtures: Fixture[], example: { payload: string, config: string } }} Given */

/** All fixtures, and the example that comes with the package. @returns {Given} */
export function given() {
  const root = new URL("../fixtures/", import.meta.url);
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const fixtures = folders.map(({ name }) => {
    const read = (/** @type {string} */ file) => {
      const url = new URL(`${name}/${file}`, root);
      return existsSync(url) ? readFileSync(url) : null;
    };
    return {
      name,
      payload: (read("payload.json") ?? read("payload.txt"))?.toString("base64") ?? "",
      config: read("config.json")?.toString("base64") ?? "",
      limetypes: read("limetypes.json")?.toString("base64") ?? null,
      options: JSON.parse(read("options.json")?.toString() ?? "{}"),
      expected: read("expected.json")?.toString() ?? null,
      expectedError: read("expected-error.json")?.toString() ?? null,
    };
  });
  const example = (/** @type {string} */ name) =>
    readFileSync(new URL(import.meta.resolve(`userlike-limeobject/examples/${name}.json`))).toString("base64");
  return { fixtures, example: { payload: example("conversation"), config: example("config") } };
}
