// Runs all folders of tests/fixtures with the packed package. The Rust tests use the same folders.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { ConfigError, Mapper, PayloadError } from "userlike-limeobject";

const fixtures = new URL("../fixtures/", import.meta.url);
const folders = readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test("fixtures are found", () => assert(folders.length >= 20));

for (const entry of folders) {
  const folder = new URL(`${entry.name}/`, fixtures);
  const file = (/** @type {string} */ name) => {
    const url = new URL(name, folder);
    return existsSync(url) ? readFileSync(url) : undefined;
  };
  const payload = file("payload.json") ?? file("payload.txt");
  const config = file("config.json");
  const expected = file("expected.json");
  const expectedError = file("expected-error.json");
  assert(payload && config && (expected || expectedError), `${entry.name} is not complete`);
  const limetypes = file("limetypes.json");
  const options = JSON.parse(file("options.json")?.toString() ?? "{}");

  if (expected !== undefined) {
    test(`${entry.name}: the preview is the expected one, to the byte, from every form of input`, () => {
      const mapper = new Mapper(config, { limetypes });
      const text = Buffer.from(mapper.transform(payload, options)).toString();
      assert.equal(`${JSON.stringify(JSON.parse(text), null, 2)}\n`, expected.toString());
      for (const form of [payload, payload.toString(), parsed(payload)]) {
        if (form === undefined) continue;
        const preview = mapper.preview(form, options);
        assert.deepEqual(preview, JSON.parse(expected.toString()));
        assert.equal(JSON.stringify(preview), text);
      }
    });
  }
  if (expectedError !== undefined) {
    test(`${entry.name}: the expected error`, () => {
      for (const form of [payload, payload.toString()]) {
        /** @type {unknown} */
        let thrown;
        try {
          new Mapper(config, { limetypes }).preview(form, options);
        } catch (error) {
          thrown = error;
        }
        assert(thrown instanceof PayloadError || thrown instanceof ConfigError, `no error, or another one: ${thrown}`);
        const { name: _, ...fields } = thrown;
        assert.deepEqual({ ...fields, message: thrown.message }, JSON.parse(expectedError.toString()));
      }
    });
  }
}

/**
 * Returns the payload as an object; undefined if it is not JSON or if JavaScript would round its numbers.
 */
function parsed(/** @type {Buffer} */ payload) {
  let rounded = false;
  try {
    const value = JSON.parse(payload.toString(), (_, member) => {
      rounded ||= Number.isInteger(member) && !Number.isSafeInteger(member);
      return member;
    });
    return rounded ? undefined : value;
  } catch {
    return undefined;
  }
}
