// Vite's supported versions: pages, web workers, and the development server.

import { join } from "node:path";
import { after, test } from "node:test";
import * as vite8 from "vite";
import * as vite6 from "vite-6";
import * as vite7 from "vite-7";
import { page } from "./browser.mjs";
import { imports, SHOW, startBundles, versionOf } from "./bundles.mjs";
import { failsWithout } from "./compatibility.mjs";
import { root } from "./project.mjs";

const { project, crm, origin, example, publish, run, load, checks } = await startBundles(after);

for (const [name, vite] of /** @type {const} */ ([
  ["vite-6", vite6],
  ["vite-7", vite7],
  ["vite", vite8],
])) {
  const version = versionOf(name);
  /** Builds as the command does, with the configuration of the example, if there is one. */
  const build = (/** @type {string} */ folder) =>
    vite.build({ root: project.path(folder), base: "./", logLevel: "silent" });

  test(`Vite ${version}`, async () => {
    const folder = `page-${name}`;
    example("vite", { folder });
    project.write({
      [`${folder}/main.js`]: `${imports()}${checks()}`,
      [`${folder}/index.html`]: `${page("/main.js")}<body>helpdesk</body>`,
    });
    await build(folder);
    await run(publish(folder), "Vite", version, `Vite ${version}`);
  });

  test(`Vite ${version}, web workers`, async () => {
    const folder = `worker-${name}`;
    const row = "Vite, web workers";
    const added = `${imports("/slim").replaceAll("library", "all")}
      import deliveryWasm from "userlike-limeobject/delivery/wasm?url";
      self.addEventListener("message", async () => {
        // A namespace object cannot be sent between threads, and is not the binding that a bundler has renamed.
        const library = { ...all };
        await Promise.all([mapper, delivery.init(deliveryWasm)]);
        ${checks('self.postMessage({ objects: [{ limetype: "helpdesk" }], results });')}
      });`;
    example("vite-worker", { folder, added, file: "worker.js" });
    project.write({
      [`${folder}/main.js`]: `${project.read(`${folder}/main.js`)}
        worker.addEventListener("message", ({ data: { results } }) => { if (results) ${SHOW} });`,
    });
    await build(folder);
    await run(publish(folder), row, version, `Vite ${version} web worker`);

    example("vite-worker", { folder: `${folder}-without` });
    project.write({
      [`${folder}-without/worker.js`]:
        'import { Mapper } from "userlike-limeobject";\nself.postMessage(String(Mapper));',
    });
    await failsWithout(row, () => build(`${folder}-without`));
  });
}

test("Vite's development server", async (t) => {
  /** Starts a server whose page runs the checks. */
  const serve = async (/** @type {any} */ vite, /** @type {string} */ folder, /** @type {object} */ config) => {
    project.write({ [`${folder}/index.html`]: `${page("/main.js")}<body>helpdesk</body>` });
    const server = await vite.createServer({
      root: project.path(folder),
      configFile: false,
      publicDir: project.path("served"),
      server: { port: 0, host: "127.0.0.1", proxy: { "/sandbox": crm.origin }, fs: { allow: [project.folder] } },
      logLevel: "silent",
      ...config,
    });
    t.after(() => server.close());
    await server.listen();
    const url = server.resolvedUrls?.local[0] ?? "";
    project.write({ [`${folder}/main.js`]: `${imports()}${checks()}`.replaceAll(origin, url.replace(/\/$/, "")) });
    return url;
  };
  const { optimizeDeps } = (await import(join(root, "examples/vite/vite.config.js"))).default;
  const title = (/** @type {string} */ version) => `Vite ${version}, development server`;
  const current = versionOf("vite");
  await run(await serve(vite8, "development", {}), "Vite", current, title(current));
  for (const [name, vite] of /** @type {[string, any][]} */ ([
    ["vite-6", vite6],
    ["vite-7", vite7],
  ])) {
    const row = "Vite 6 and 7, development server";
    const version = versionOf(name);
    const folder = `development-${name}`;
    await run(await serve(vite, folder, { optimizeDeps }), row, version, title(version));
    await failsWithout(row, async () => {
      const config = { root: project.path(folder), configFile: false, logLevel: "silent" };
      // What a server does before it serves packages; its own error would be that of nobody.
      await vite.optimizeDeps(await vite.resolveConfig(config, "serve"), true);
      await load(await serve(vite, `${folder}-without`, {}));
    });
  }
});
