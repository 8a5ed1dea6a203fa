// Builds the examples of bundlers and runs the output. What an example is configured with is needed: without it, the build or
// the page fails, and says why.

import { join } from "node:path";
import { after, test } from "node:test";
import { rspack } from "@rspack/core";
import * as esbuild from "esbuild";
import webpack from "webpack";
import { imports, startBundles, versionOf } from "./bundles.mjs";
import { failsWithout } from "./compatibility.mjs";

const bundles = await startBundles(after);
const { project, example, publish, run, load, checks } = bundles;

/** Appended to an example that provides the mapper's module. */
const slim = (attributes = "") => `${imports("/slim")}
  import deliveryModule from "userlike-limeobject/delivery/wasm"${attributes};
  await delivery.init(new URL(deliveryModule, import.meta.url));`;

/** @param {any} compile @param {object} configuration */
function compiled(compile, configuration) {
  return new Promise((resolve, reject) => {
    compile(configuration, (/** @type {any} */ error, /** @type {any} */ stats) => {
      if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString()));
      else resolve(stats);
    });
  });
}

for (const [name, row, compile, version] of /** @type {const} */ ([
  ["webpack", "webpack", webpack, versionOf("webpack")],
  ["rspack", "Rspack", rspack, versionOf("@rspack/core")],
])) {
  test(row, async () => {
    const context = example(name, { added: `${imports()}${checks()}` });
    const { output, ...configuration } = (await import(join(context, `${name}.config.js`))).default;
    await compiled(compile, { ...configuration, context, output: { ...output, path: join(context, "dist") } });
    await run(publish(name), row, version);
  });
}

test("Rollup", async () => {
  example("rollup", { added: `${imports()}${checks()}` });
  await project.script("build", { folder: "rollup" });
  await run(publish("rollup"), "Rollup", versionOf("rollup"));

  example("rollup", { folder: "rollup-without" });
  project.edit("rollup-without/rollup.config.js", ", importMetaAssets()", "");
  await project.script("build", { folder: "rollup-without" });
  await failsWithout("Rollup", () => load(publish("rollup-without")));
});

test("Parcel", async () => {
  // The test serves a subfolder; the rest makes the build faster.
  const more = "--public-url ./ --no-source-maps --no-cache --no-autoinstall";
  example("parcel", { added: `${imports()}${checks()}` });
  // Parcel reads this from the manifest of the whole project.
  const manifest = project.read("package.json");
  const option = JSON.parse(project.read("parcel/package.json"))["@parcel/resolver-default"];
  project.write({ "package.json": JSON.stringify({ ...JSON.parse(manifest), "@parcel/resolver-default": option }) });
  await project.script("build", { folder: "parcel", more });
  await run(publish("parcel"), "Parcel", versionOf("parcel"));

  project.write({ "package.json": manifest });
  example("parcel", { folder: "parcel-without" });
  await failsWithout("Parcel", () => project.script("build", { folder: "parcel-without", more }));
});

// These do not copy the module by themselves, so the caller provides it.
for (const [name, row, attributes] of /** @type {const} */ ([
  ["esbuild", "esbuild", ""],
  ["bun", "Bun, bundles for browsers", ' with { type: "file" }'],
])) {
  test(row, async () => {
    example(name, { added: `${slim(attributes)}${checks()}` });
    await project.script("build", { folder: name });
    await run(publish(name), row, versionOf(name));

    const folder = `${name}-without`;
    example(name, { folder });
    // webpack's example imports the package as it is.
    project.write({ [`${folder}/main.js`]: project.read("webpack/main.js") });
    await project.script("build", { folder });
    await failsWithout(row, () => load(publish(folder)));
  });
}

test("esbuild, everything in one file, as a classic service worker", async () => {
  const row = "esbuild, everything in one file";
  // Only the worker is an example of this; the page starts it and shows what it answers.
  const example = "esbuild-one-file";
  project.copy(example);
  project.write({
    [`${example}/checked.js`]: `
      ${imports("/slim")}
      import mapperModule from "userlike-limeobject/wasm";
      import deliveryModule from "userlike-limeobject/delivery/wasm";
      import "./worker.js";
      async function main() {
        await Promise.all([library.init(mapperModule), delivery.init(deliveryModule)]);
        ${checks("return results;")}
      }
      addEventListener("message", (event) => {
        if (event.data === "check") event.waitUntil(main().then((results) => event.ports[0].postMessage(results)));
      });`,
    [`${example}/start.js`]: `
      const registration = await navigator.serviceWorker.register("dist/worker.js");
      const worker = registration.installing ?? registration.waiting ?? registration.active;
      const ask = (message) => new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data);
        worker.postMessage(message, [port2]);
      });
      const { objects } = await ask({ id: 4711 });
      const results = await ask("check");
      document.title = JSON.stringify({ ...results, example: objects[0].limetype });`,
    [`${example}/index.html`]:
      '<!doctype html><meta charset="utf-8"><title>checks</title><script type="module" src="start.js"></script>',
  });
  const build = project.read(`${example}/package.json`);
  project.write({ [`${example}/package.json`]: build.replace("esbuild worker.js", "esbuild worker=checked.js") });
  await project.script("build", { folder: example });
  project.write({ [`served/${example}/start.js`]: project.read(`${example}/start.js`) });
  await run(publish(example), row, versionOf("esbuild"));

  project.copy(example, `${example}-without`);
  project.edit(`${example}-without/worker.js`, "userlike-limeobject/slim", "userlike-limeobject");
  await failsWithout(row, () => project.script("build", { folder: `${example}-without` }));
});

test("unused code is tree-shaken", async () => {
  const size = async (/** @type {string} */ name, /** @type {string} */ source) => {
    project.write({ [name]: source });
    const { outputFiles } = await esbuild.build({
      entryPoints: [project.path(name)],
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      metafile: true,
    });
    return outputFiles[0]?.text.length ?? 0;
  };
  // Only the errors of the slim entry point: no mapper, no glue.
  const errors = await size("errors.js", 'export { PayloadError } from "userlike-limeobject/slim";');
  const all = await size("all.js", 'export * from "userlike-limeobject/slim";');
  const splitting = await size("splitting.js", 'export { conversations } from "userlike-limeobject/stream";');
  if (errors > 2500) throw new Error(`an error class alone takes ${errors} bytes`);
  if (splitting > 7400) throw new Error(`splitting a stream takes ${splitting} bytes`);
  if (all < 10_000) throw new Error(`the whole API takes only ${all} bytes; this test measures nothing`);
});
