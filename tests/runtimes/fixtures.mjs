// tests/fixtures as one JSON document, for runtimes to import or fetch.

import { existsSync, readdirSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Fixture
 * @property {string} name
 * @property {string} payload Base64, as are `config` and `limetypes`.
 * @property {string} config
 * @property {string | null} limetypes
 * @property {{ instance?: string }} options
 * @property {string | null} expected
 * @property {string | null} expectedError
 */

/** @typedef {{ fixtures: Fixture[], example: { payload: string, config: string } }} TestData */

/** Returns all fixtures and the example of the package. @returns {TestData} */
export function testData() {
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
