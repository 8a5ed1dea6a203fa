// Tests that users write: examples of test runners, whose tests also run the checks.

import { readdirSync } from "node:fs";
import { after, test } from "node:test";
import { versionOf } from "./bundles.mjs";
import { failsWithout, passed } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject } from "./project.mjs";

const { lime } = await sandbox(after);

/** The example, with a test that writes the results of the checks. */
function project(/** @type {string} */ example) {
  const project = newProject(after, { near: true, example });
  const [file = ""] = readdirSync(project.folder).filter((name) => name.endsWith(".test.js"));
  project.write({
    [file]: `${project.read(file)}
      import { writeFileSync } from "node:fs";
      import * as library from "userlike-limeobject";
      import * as stream from "userlike-limeobject/stream";
      import * as delivery from "userlike-limeobject/delivery";
      import { check } from "./check.js";
      import given from "./fixtures.mjs";
      test("checks", async () => {
        const results = await check({ library, stream, delivery, lime: ${JSON.stringify(lime())}, ...given });
        writeFileSync("results.json", JSON.stringify(results));
      }, 60_000);`,
    // Vitest and Jest read JSON in different ways.
    "fixtures.mjs": `export default ${project.read("fixtures.json")};`,
  });
  return project;
}

const found = (/** @type {import("./project.mjs").Project} */ project) => JSON.parse(project.read("results.json"));

test("Vitest", async () => {
  const vitest = project("vitest");
  await vitest.script("test");
  passed("Vitest", versionOf("vitest"), found(vitest), "Vitest");
});

test("Jest", async () => {
  const jest = project("jest");
  await jest.script("test");
  passed("Jest", versionOf("jest"), found(jest), "Jest");
  jest.edit("package.json", "NODE_OPTIONS=--experimental-vm-modules ", "");
  await failsWithout("Jest", () => jest.script("test"));
});

test("Jest with jsdom", async () => {
  const jsdom = project("jest-jsdom");
  await jsdom.script("test");
  // jsdom has no `Response` and no `fetch`.
  const { preview, transform, restart } = found(jsdom);
  passed("Jest with jsdom", versionOf("jest"), { preview, transform, restart }, "Jest with jsdom");
  jsdom.edit("package.json", "./environment.js", "jest-environment-jsdom");
  await failsWithout("Jest with jsdom", () => jsdom.script("test"));
});
