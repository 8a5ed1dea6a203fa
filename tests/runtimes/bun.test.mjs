// Bun: installed by its package manager; run directly, bundled, and compiled to a single file.

import { cpSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { after, test } from "node:test";
import { passed } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, program, programs, resultsIn, tarball } from "./project.mjs";

const project = newProject(after, { install: false });
const { lime } = await sandbox(after);
const report = "console.log(JSON.stringify(results));";
const { bun } = programs;

test("Bun", async (t) => {
  // A unique name, because Bun caches tarballs by file name.
  const file = `userlike-limeobject-${process.pid}.tgz`;
  cpSync(tarball, project.path(file));
  await project.run(bun, ["add", "--no-cache", `./${file}`]);
  const version = (await project.run(bun, ["--version"])).trim();

  await t.test("run", async () => {
    project.write({ "program.mjs": program({ report, lime: lime() }) });
    passed("Bun", version, resultsIn(await project.run(bun, ["program.mjs"])), "Bun");
  });

  await t.test("require", async () => {
    project.write({
      "require.cjs": `
        const library = require("userlike-limeobject");
        const stream = require("userlike-limeobject/stream");
        const delivery = require("userlike-limeobject/delivery");
        const { fixtures, example } = require("./fixtures.json");
        import("./check.js").then(async ({ check }) => {
          const results = await check({
            library, stream, delivery, fixtures, example, lime: ${JSON.stringify(lime())},
          });
          ${report}
        });`,
    });
    passed("Bun require", version, resultsIn(await project.run(bun, ["require.cjs"])), "Bun");
  });

  await t.test("bundled by bun build", async () => {
    project.write({ "program.mjs": program({ report, lime: lime() }) });
    await project.run(bun, ["build", "--target=bun", "--outdir=out", "program.mjs"]);
    // In another folder, without the package.
    const moved = newProject(after, { install: false });
    renameSync(project.path("out"), moved.path("out"));
    const output = await moved.run(bun, [moved.path("out/program.js")], { cwd: tmpdir() });
    passed("Bun build", version, resultsIn(output), "Bun");
  });

  await t.test("compiled", async () => {
    project.write({ "program.mjs": program({ report, lime: lime() }) });
    await project.run(bun, ["build", "--compile", "--outfile=single", "program.mjs"]);
    const moved = newProject(after, { install: false });
    renameSync(project.path("single"), moved.path("single"));
    passed("Bun compile", version, resultsIn(await moved.run(moved.path("single"), [], { cwd: tmpdir() })), "Bun");
  });
});
