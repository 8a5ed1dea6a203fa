// The packed package before those who look at packages for a living: publint, and "are the types wrong".

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { newProject, tarball } from "./project.mjs";

const project = newProject(after);

test("publint finds no problems", async () => {
  const pkgDir = project.path("node_modules/userlike-limeobject");
  const { messages, pkg } = await publint({ pkgDir, strict: true, pack: false });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  );
});

test("@arethetypeswrong finds no problems", async () => {
  const attw = join(import.meta.dirname, "node_modules/@arethetypeswrong/cli/dist/index.js");
  // The package is an ES module even when required; entry points for JSON and WebAssembly are excluded.
  const entries = ["./wasm", "./delivery/wasm", "./package.json"];
  const args = [tarball, "--profile", "esm-only", "--no-emoji", "--no-color", "--exclude-entrypoints", ...entries];
  // Exits with an error if there is a problem.
  await project.run(process.execPath, [attw, ...args]);
});
