// Bundles the package with several bundlers and runs the output in a browser, from a folder with nothing else.

import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { nodeResolve } from "@rollup/plugin-node-resolve";
// @ts-expect-error: its manifest does not declare its types.
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { build, createServer } from "vite";
import webpack from "webpack";
import { browsers, page, results, serve } from "./browser.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, passed } from "./project.mjs";

const project = newProject(after);
const server = await sandbox(after);
/** Serves only the output of the bundlers and the fixtures. */
const origin = await serve(after, project.path("served"), server.origin);

/** @type {import("puppeteer-core").Browser} */
let chromium;
before(async () => {
  chromium = await browsers.Chromium();
  mkdirSync(project.path("served"));
  cpSync(project.path("fixtures.json"), project.path("served/fixtures.json"));
});
after(() => chromium?.close());

const show = "document.title = JSON.stringify(results);";
const checks = (/** @type {string} */ report) => `
  const given = await (await fetch("/fixtures.json")).json();
  const results = await check({ library, stream, delivery, lime: ${JSON.stringify(server.lime(origin))}, ...given });
  ${report}`;
const whole = () => `
  import * as library from "userlike-limeobject";
  import * as stream from "userlike-limeobject/stream";
  import * as delivery from "userlike-limeobject/delivery";
  import { check } from "./check.js";
  ${checks(show)}`;

/** Returns the installed version of a tool. */
function version(/** @type {string} */ name) {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "node_modules", name, "package.json"))) folder = join(folder, "..");
  return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
}

/** Runs a bundle in a page. */
async function run(/** @type {string} */ folder, /** @type {string} */ script) {
  project.write({ [`served/${folder}/index.html`]: page(script) });
  return results(chromium, `${origin}/${folder}/index.html`);
}

test("Vite", async () => {
  project.write({ "vite/main.js": whole(), "vite/index.html": page("/main.js"), "vite/check.js": check() });
  await build({
    root: project.path("vite"),
    base: "/vite/",
    build: { outDir: project.path("served/vite"), emptyOutDir: true },
    logLevel: "error",
  });
  passed("Vite", version("vite"), await results(chromium, `${origin}/vite/index.html`));
});

test("Vite's development server", async (t) => {
  project.write({ "vite-dev/main.js": whole(), "vite-dev/index.html": page("/main.js"), "vite-dev/check.js": check() });
  const vite = await createServer({
    root: project.path("vite-dev"),
    publicDir: project.path("served"),
    server: { port: 0, host: "127.0.0.1", proxy: { "/sandbox": server.origin }, fs: { allow: [project.folder] } },
    // See the package's README.
    optimizeDeps: { exclude: ["userlike-limeobject"] },
    logLevel: "error",
  });
  t.after(() => vite.close());
  await vite.listen();
  const url = vite.resolvedUrls?.local[0] ?? "";
  const main = whole().replaceAll(origin, url.replace(/\/$/, ""));
  project.write({ "vite-dev/main.js": main });
  passed("Vite dev", version("vite"), await results(chromium, url));
});

test("webpack", async () => {
  project.write({ "webpack.js": whole() });
  /** @type {import("webpack").Configuration} */
  const configuration = {
    mode: "production",
    context: project.folder,
    entry: "./webpack.js",
    output: { path: project.path("served/webpack"), filename: "main.js" },
  };
  /** @type {import("webpack").Stats | undefined} */
  const stats = await new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => (error ? reject(error) : resolve(stats)));
  });
  if (stats?.hasErrors()) throw new Error(stats.toString());
  passed("webpack", version("webpack"), await run("webpack", "main.js"));
});

test("Rollup", async () => {
  project.write({ "rollup.js": whole() });
  const bundle = await rollup({
    input: project.path("rollup.js"),
    plugins: [nodeResolve({ browser: true }), importMetaAssets()],
  });
  await bundle.write({ dir: project.path("served/rollup"), format: "es", entryFileNames: "main.js" });
  await bundle.close();
  passed("Rollup", version("rollup"), await run("rollup", "main.js"));
});

// esbuild does not support `new URL(..., import.meta.url)`, so the caller provides the modules.
const slim = (/** @type {string} */ report) => `
  import * as library from "userlike-limeobject/slim";
  import * as stream from "userlike-limeobject/stream";
  import * as delivery from "userlike-limeobject/delivery/slim";
  import mapperModule from "userlike-limeobject/wasm";
  import deliveryModule from "userlike-limeobject/delivery/wasm";
  import { check } from "./check.js";
  async function main(report) {
    await Promise.all([library.init(mapperModule), delivery.init(deliveryModule)]);
    ${checks("report(results);")}
  }
  ${report}`;

test("esbuild", async () => {
  project.write({ "esbuild.js": slim(`main((results) => { ${show} });`) });
  await esbuild.build({
    entryPoints: [project.path("esbuild.js")],
    outfile: project.path("served/esbuild/main.js"),
    bundle: true,
    minify: true,
    format: "esm",
    loader: { ".wasm": "file" },
    publicPath: "/esbuild/",
  });
  passed("esbuild", version("esbuild"), await run("esbuild", "main.js"));
});

for (const [name, launch] of Object.entries(browsers)) {
  test(`esbuild, a single file including the modules, as a classic service worker, in ${name}`, async (t) => {
    const start = `addEventListener("message", (event) =>
      event.waitUntil(main((results) => event.ports[0].postMessage(results))));`;
    project.write({
      "service.js": slim(start),
      "served/service/index.html": page("start.js"),
      "served/service/start.js": `
        const registration = await navigator.serviceWorker.register("worker.js");
        const worker = registration.installing ?? registration.waiting ?? registration.active;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data: results }) => { ${show} };
        worker.postMessage("go", [port2]);`,
    });
    await esbuild.build({
      entryPoints: [project.path("service.js")],
      outfile: project.path("served/service/worker.js"),
      bundle: true,
      format: "iife",
      loader: { ".wasm": "binary" },
    });
    const browser = await launch();
    t.after(() => browser.close());
    passed(
      `esbuild, ${name} service worker`,
      version("esbuild"),
      await results(browser, `${origin}/service/index.html`),
    );
  });
}

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
  if (errors > 2000) throw new Error(`an error class alone takes ${errors} bytes`);
  if (splitting > 6000) throw new Error(`splitting a stream takes ${splitting} bytes`);
  if (all < 10_000) throw new Error(`the whole API takes only ${all} bytes; this test measures nothing`);
});

function check() {
  return readFileSync(project.path("check.js"), "utf8");
}
