// Validates all fixtures against the package's JSON Schemas with an independent validator.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv } from "ajv";

const fixtures = new URL("../fixtures/", import.meta.url);
const json = (/** @type {URL} */ url) => JSON.parse(readFileSync(url, "utf8"));
const validator = (/** @type {string} */ name) =>
  // The number formats of the schemas (uint32, double) are Rust's and restrict nothing.
  new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(
    json(new URL(import.meta.resolve(`userlike-limeobject/schema/${name}.json`))),
  );
const schemas = { config: validator("config"), limetypes: validator("limetypes"), preview: validator("preview") };

for (const { name } of readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const file = (/** @type {string} */ part) => new URL(`${name}/${part}`, fixtures);
  if (!existsSync(file("expected.json"))) continue;
  test(`${name}: is valid according to the schemas`, () => {
    for (const [part, validate] of Object.entries({ ...schemas, expected: schemas.preview })) {
      const url = file(`${part}.json`);
      if (existsSync(url)) assert(validate(json(url)), `${part}: ${JSON.stringify(validate.errors)}`);
    }
  });
}

test("the schema of the configuration rejects what the crate rejects", () => {
  for (const config of [
    {},
    { instances: [{}] },
    { instances: [{ limetype: "ticket", topic: 1 }] },
    { instances: [{ limetype: "ticket", properties: { title: { userlikeKey: 1 } } }] },
    { instances: [{ limetype: "ticket", personRelation: [{ identificationKey: "contact.email" }] }] },
    { instances: [{ limetype: "ticket", linkType: "Fax" }] },
  ]) {
    assert(!schemas.config(config), JSON.stringify(config));
  }
});

test("the validator detects an invalid schema", () => {
  assert(!schemas.preview({ conversation: "1", instance: null, lookups: [], objects: [], findings: [] }));
  assert(!schemas.preview({ conversation: 1, instance: null, lookups: [], objects: [{}], findings: [] }));
});
