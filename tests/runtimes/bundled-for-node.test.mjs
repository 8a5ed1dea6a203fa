// Programs for Node that were bundled: the package stays in node_modules, or the program provides the module.

import { cpSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import * as esbuild from "esbuild";
import { rolldown } from "rolldown";
import * as vite from "vite";
import { versionOf } from "./bundles.mjs";
import { failsWithout, minor, passed } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, program, resultsIn } from "./project.mjs";

const { lime } = await sandbox(after);
const report = "console.log(JSON.stringify(results));";

const project = newProject(after, { near: true });
const entry = project.path("program.mjs");
const name = "userlike-limeobject";

const bundlers = /** @type {Record<string, (outfile: string, external: boolean) => Promise<unknown>>} */ ({
  esbuild: (outfile, external) =>
    esbuild.build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      external: external ? [name] : [],
    }),
  rolldown: async (file, external) => {
    const bundle = await rolldown({
      input: entry,
      platform: "node",
      external: external ? [/^userlike-limeobject/] : [],
    });
    await bundle.write({ file, format: "esm", codeSplitting: false });
  },
  vite: (outfile, external) =>
    vite.build({
      root: project.folder,
      configFile: false,
      logLevel: "silent",
      ssr: external ? { external: [name] } : { noExternal: true },
      build: {
        ssr: entry,
        outDir: join(outfile, ".."),
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: outfile.split("/").at(-1) ?? "" } },
      },
    }),
});

for (const [bundler, bundle] of Object.entries(bundlers)) {
  test(`Node, bundled by ${bundler}`, async () => {
    const row = "Node, bundled (esbuild, Rolldown, Vite SSR)";
    const version = versionOf(bundler);
    const shown = `${bundler} ${minor(version)}`;
    const file = project.path(`external/${bundler}.mjs`);
    project.write({ "program.mjs": program({ report, lime: lime() }) });
    await bundle(file, true);
    passed(`Node, ${bundler}`, version, resultsIn(await project.run(process.execPath, [file])), row, shown);

    const alone = project.path(`without/${bundler}.mjs`);
    await bundle(alone, false);
    const moved = newProject(after, { install: false });
    renameSync(alone, moved.path("main.mjs"));
    await failsWithout(row, () => moved.run(process.execPath, ["main.mjs"]));
  });
}

test("Node, single executable", async () => {
  const row = "Node, single executable";
  const single = newProject(after, { near: true, example: "single-executable" });
  single.write({
    "main.js": `${single.read("main.js")}
      import * as library from "userlike-limeobject/slim";
      import * as stream from "userlike-limeobject/stream";
      import * as delivery from "userlike-limeobject/delivery/slim";
      import given from "./fixtures.json";
      import { check } from "./check.js";
      delivery.initSync(getRawAsset("delivery_bg.wasm"));
      check({ library, stream, delivery, lime: ${JSON.stringify(lime())}, ...given }).then((results) => { ${report} });`,
  });
  single.edit(
    "sea.json",
    '"assets": {',
    '"assets": { "delivery_bg.wasm": "node_modules/userlike-limeobject/wasm/delivery_bg.wasm",',
  );
  await single.script("build");
  const moved = newProject(after, { install: false });
  cpSync(single.path("program"), moved.path("program"));
  rmSync(single.path("program"));
  const { node } = process.versions;
  passed("Node executable", node, resultsIn(await moved.run(moved.path("program"), [])), row, node.split(".")[0]);

  const without = newProject(after, { near: true, example: "single-executable" });
  without.write({ "main.js": 'import { Mapper } from "userlike-limeobject";\nconsole.log(Mapper);\n' });
  await failsWithout(row, async () => {
    await without.script("bundle");
    await without.run(process.execPath, ["main.cjs"]);
  });
});
