// The package's JSON Schemas against every fixture, by a validator that knows nothing of the crate.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv } from "ajv";

const fixtures = new URL("../fixtures/", import.meta.url);
const json = (/** @type {URL} */ url) => JSON.parse(readFileSync(url, "utf8"));
const validator = (/** @type {string} */ name) =>
  // The schemas' number formats (uint32, double) say how Rust keeps them, not how they look.
  new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(
    json(new URL(import.meta.resolve(`userlike-limeobject/schema/${name}.json`))),
  );
const schemas = { config: validator("config"), limetypes: validator("limetypes"), preview: validator("preview") };

for (const { name } of readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const file = (/** @type {string} */ part) => new URL(`${name}/${part}`, fixtures);
  if (!existsSync(file("expected.json"))) continue;
  test(`${name}: fits the schemas`, () => {
    for (const [part, validate] of Object.entries({ ...schemas, expected: schemas.preview })) {
      const url = file(`${part}.json`);
      if (existsSync(url)) assert(validate(json(url)), `${part}: ${JSON.stringify(validate.errors)}`);
    }
  });
}

test("the schema of the configuration refuses what the crate refuses", () => {
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

test("a schema with an error in it would be noticed", () => {
  assert(!schemas.preview({ conversation: "1", instance: null, lookups: [], objects: [], findings: [] }));
  assert(!schemas.preview({ conversation: 1, instance: null, lookups: [], objects: [{}], findings: [] }));
});
