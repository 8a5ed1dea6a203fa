// Deno: previews need no permission, deliveries need network access.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { passed } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, program, programs, resultsIn } from "./project.mjs";

const project = newProject(after);
const { origin, lime } = await sandbox(after);
const report = "console.log(JSON.stringify(results));";

const version = async () => (await project.run(programs.deno, ["--version"])).split(" ")[1] ?? "";

test("Deno", async () => {
  project.write({ "program.mjs": program({ report, lime: lime() }) });
  const args = ["run", "--no-prompt", `--allow-net=${new URL(origin).host}`, "program.mjs"];
  passed("Deno", await version(), resultsIn(await project.run(programs.deno, args)), "Deno");
});

test("Deno's worker", async () => {
  project.write({
    "worker.mjs": program({ report: "self.postMessage(results);", lime: lime() }),
    "main.mjs": `
      const worker = new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });
      worker.onmessage = ({ data }) => {
        console.log(JSON.stringify(data));
        worker.terminate();
      };`,
  });
  // Reading the worker's file needs the permission of the main program.
  const permissions = [`--allow-read=${project.folder}`, `--allow-net=${new URL(origin).host}`];
  const output = await project.run(programs.deno, ["run", "--no-prompt", ...permissions, "main.mjs"]);
  passed("Deno worker", await version(), resultsIn(output), "Deno");
});

test("Deno uses the types", async () => {
  project.write({
    "good.ts": `
      import { Mapper, type Preview } from "userlike-limeobject";
      import { previewStream } from "userlike-limeobject/stream";
      export const preview: Preview = new Mapper({ instances: [] }).preview({});
      export const stream: ReadableStream<Uint8Array> = new Blob([]).stream().pipeThrough(previewStream(new Mapper("")));`,
    "bad.ts": `
      import { Mapper } from "userlike-limeobject";
      new Mapper(5);`,
  });
  await project.run(programs.deno, ["check", "good.ts"]);
  await assert.rejects(project.run(programs.deno, ["check", "bad.ts"]), /TS2345/);
});
