// The supported versions of Node, with import and, where ES modules can be required, with require.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { passed, tried } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, program, programs, resultsIn } from "./project.mjs";

const project = newProject(after);
const { lime } = await sandbox(after);
const report = "console.log(JSON.stringify(results));";

for (const [major, node] of Object.entries(programs.node)) {
  const skip = node === undefined && `Node ${major} is not available for this system`;
  // What was tried where there is one counts.
  if (skip) {
    tried("Node", major);
    if (Number(major) >= 22) tried("Node, `require`", major);
  }
  test(`Node ${major}: import`, { skip }, async () => {
    project.write({ [`import-${major}.mjs`]: program({ report, lime: lime() }) });
    const version = (await project.run(String(node), ["--version"])).trim();
    const results = resultsIn(await project.run(String(node), ["--no-warnings", `import-${major}.mjs`]));
    passed(`Node ${major}`, version, results, "Node", major);
  });

  test(`Node ${major}: require`, {
    skip: skip || (Number(major) < 22 && "require does not support ES modules"),
  }, async () => {
    const load = `
const library = require("userlike-limeobject");
const stream = require("userlike-limeobject/stream");
const delivery = require("userlike-limeobject/delivery");
const { fixtures, example } = require("./fixtures.json");
import("./check.js").then(async ({ check }) => {
  const results = await check({ library, stream, delivery, fixtures, example, lime: ${JSON.stringify(lime())} });
  ${report}
});`;
    project.write({ [`require-${major}.cjs`]: load });
    const version = (await project.run(String(node), ["--version"])).trim();
    const results = resultsIn(await project.run(String(node), ["--no-warnings", `require-${major}.cjs`]));
    passed(`Node ${major} require`, version, results, "Node, `require`", major);
  });
}

test("a worker thread under the permission model", async () => {
  project.write({
    "thread.mjs": `
      import { Worker } from "node:worker_threads";
      new Worker(new URL("import-thread.mjs", import.meta.url));`,
    "import-thread.mjs": program({ report, delivery: false }),
  });
  const flags = ["--no-warnings", "--permission", `--allow-fs-read=${project.folder}`, "--allow-worker"];
  const version = process.versions.node;
  const results = resultsIn(await project.run(process.execPath, [...flags, "thread.mjs"]));
  passed("Node worker thread", version, results, "Node", version.split(".")[0]);
});

test("importing the package does not keep the process alive", async () => {
  project.write({
    "ends.mjs":
      'import "userlike-limeobject"; import "userlike-limeobject/delivery"; import "userlike-limeobject/stream";',
  });
  assert.equal(await project.run(process.execPath, ["ends.mjs"]), "");
});
