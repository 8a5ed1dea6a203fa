// Cloudflare Workers: bundled by wrangler as for deploying it, run on workerd.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { sandbox } from "./lime.mjs";
import { newProject, passed, program, root } from "./project.mjs";

// Wrangler's own Miniflare, so that both are always of one version.
const require = createRequire(createRequire(import.meta.url).resolve("wrangler"));
const { convertV4MiniflareOptions, Miniflare } = require("miniflare");

const project = newProject(after);
const { lime } = await sandbox(after);

test("workerd", async () => {
  const [head = "", ...body] = program({ report: "return Response.json(results);", lime: lime() }).split(
    "const results",
  );
  project.write({
    "worker.mjs": `${head}export default { async fetch() { const results${body.join("const results")} } };`,
    "wrangler.json": JSON.stringify({ name: "user", main: "worker.mjs", compatibility_date: "2026-10-01" }),
  });
  const wrangler = `${root}/node_modules/.bin/wrangler`;
  await project.run(wrangler, ["deploy", "--dry-run", "--outdir=out"]);
  const modules = readdirSync(project.path("out"))
    .filter((name) => /\.(js|wasm)$/.test(name))
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
      cf: false,
      telemetry: { enabled: false },
    }),
  );
  try {
    const answer = await miniflare.dispatchFetch("http://localhost/");
    const version = JSON.parse(readFileSync(require.resolve("workerd/package.json"), "utf8")).version;
    passed("workerd", version, await answer.json());
  } finally {
    await miniflare.dispose();
  }
});
