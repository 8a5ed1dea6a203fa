// Cloudflare Workers: a project bundled by wrangler as for deployment, running on workerd.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { minor } from "./compatibility.mjs";
import { root } from "./project.mjs";

// The Miniflare of wrangler, so that their versions always match.
const require = createRequire(createRequire(import.meta.url).resolve("wrangler"));
/** @type {any} */
const { convertV4MiniflareOptions, Miniflare } = require("miniflare");

/** The tool and its version. */
export const wrangler = `wrangler ${minor(JSON.parse(readFileSync(join(root, "node_modules/wrangler/package.json"), "utf8")).version)}`;

export const version = JSON.parse(readFileSync(require.resolve("workerd/package.json"), "utf8")).version;

/**
 * Bundles and starts the project's worker; returns a function that sends requests to it.
 *
 * @param {{ after: (done: () => Promise<void>) => void }} t
 * @param {import("./project.mjs").Project} project
 * @param {Record<string, string>} [bindings]
 * @returns {Promise<(init?: RequestInit) => Promise<Response>>}
 */
export async function startWorker(t, project, bindings = {}) {
  await project.run(join(root, "node_modules/.bin/wrangler"), ["deploy", "--dry-run", "--outdir=out"]);
  const modules = readdirSync(project.path("out"))
    .filter((name) => /\.(js|wasm)$/.test(name))
    // The first module is the main module.
    .sort((a, b) => Number(b.endsWith(".js")) - Number(a.endsWith(".js")))
    .map((name) => ({
      type: name.endsWith(".js") ? "ESModule" : "CompiledWasm",
      path: project.path(`out/${name}`),
      contents: readFileSync(project.path(`out/${name}`)),
    }));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules,
      modulesRoot: project.path("out"),
      compatibilityDate: "2026-10-01",
      bindings,
      cf: false,
      telemetry: { enabled: false },
    }),
  );
  t.after(() => miniflare.dispose());
  return (init) => miniflare.dispatchFetch("http://localhost/", init);
}
