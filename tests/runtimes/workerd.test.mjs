// Cloudflare Workers.

import { after, test } from "node:test";
import { passed } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, program } from "./project.mjs";
import { startWorker, version, wrangler } from "./worker.mjs";

const project = newProject(after);
const { lime } = await sandbox(after);

test("workerd", async (t) => {
  const [head = "", ...body] = program({ report: "return Response.json(results);", lime: lime() }).split(
    "const results",
  );
  project.write({
    "worker.mjs": `${head}export default { async fetch() { const results${body.join("const results")} } };`,
    "wrangler.json": JSON.stringify({ name: "user", main: "worker.mjs", compatibility_date: "2026-10-01" }),
  });
  const ask = await startWorker(t, project);
  passed("workerd", version, JSON.parse(await (await ask()).text()), "Cloudflare Workers", wrangler);
});
