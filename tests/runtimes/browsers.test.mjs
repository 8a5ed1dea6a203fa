// The package's files in browsers without a bundler, under a strict policy: in a page, in a web worker, and in a service
// worker, where modules cannot use top-level await.

import { after, test } from "node:test";
import { browsers, page, results, serve } from "./browser.mjs";
import { failsWithout, passed } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject } from "./project.mjs";

const project = newProject(after);
const server = await sandbox(after);
const origin = await serve(after, project.folder, server.origin);

const FILES = "Browsers without a bundler";
const files = "/node_modules/userlike-limeobject";

/** Loads the fixtures, runs the checks and reports the results. */
const checks = (/** @type {string} */ report) => `
  const given = await (await fetch("/fixtures.json")).json();
  const results = await check({ library, stream, delivery, lime, ...given });
  ${report}`;
const imports = `
  import * as library from "${files}/dist/entrypoints/browser.js";
  import * as stream from "${files}/dist/stream/index.js";
  import * as delivery from "${files}/dist/entrypoints/delivery/browser.js";
  import { check } from "/check.js";`;
const lime = () => `const lime = ${JSON.stringify(server.lime(origin))};`;

for (const [name, launch] of Object.entries(browsers)) {
  test(name, async (t) => {
    const browser = await launch();
    const version = (await browser.version()).replace(/^\w+\//, "");
    const show = "document.title = JSON.stringify(results);";

    await t.test("module script", async () => {
      project.write({
        "script.html": page("script.js"),
        "script.js": `${imports}${lime()}${checks(show)}`,
      });
      passed(name, version, await results(browser, `${origin}/script.html`), FILES, name);
    });

    await t.test("web worker", async () => {
      project.write({
        "worker.html": page("start-worker.js"),
        "start-worker.js": `
          const worker = new Worker("/worker.js", { type: "module" });
          worker.onmessage = ({ data: results }) => { ${show} };
          worker.onerror = ({ message }) => console.error(message);`,
        "worker.js": `${imports}${lime()}${checks("postMessage(results);")}`,
      });
      passed(`${name} web worker`, version, await results(browser, `${origin}/worker.html`), FILES, name);
    });

    await t.test("service worker", async () => {
      project.write({
        "service.html": page("start-service.js"),
        "start-service.js": `
          const registration = await navigator.serviceWorker.register("/service.js", { type: "module" });
          const worker = registration.installing ?? registration.waiting ?? registration.active;
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data: results }) => { ${show} };
          worker.postMessage("go", [port2]);`,
        "service.js": `
          import * as library from "${files}/dist/entrypoints/slim.js";
          import * as stream from "${files}/dist/stream/index.js";
          import * as delivery from "${files}/dist/entrypoints/delivery/slim.js";
          import { check } from "/check.js";
          ${lime()}
          addEventListener("message", (event) => event.waitUntil((async () => {
            await library.init("${files}/wasm/mapper_bg.wasm");
            await delivery.init(new URL("${files}/wasm/delivery_bg.wasm", location.href));
            ${checks("event.ports[0].postMessage(results);")}
          })()));`,
      });
      const found = await results(browser, `${origin}/service.html`);
      passed(`${name} service worker`, version, found, "Service workers", name);

      if (name !== "Chromium") return;
      const url = "/without.js";
      project.write({
        "without.html": project.read("service.html").replace("start-service", "start-without"),
        "start-without.js": project.read("start-service.js").replace("/service.js", url),
        "without.js": `import { Mapper } from "${files}/dist/entrypoints/browser.js";\nself.mapper = Mapper;`,
      });
      await failsWithout("Service workers", () => results(browser, `${origin}/without.html`));
    });
  });
}
