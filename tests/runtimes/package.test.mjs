// The packed package before those who look at packages for a living: publint, and "are the types wrong".

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { newProject, tarball } from "./project.mjs";

const project = newProject(after);

test("publint has nothing to say", async () => {
  const pkgDir = project.path("node_modules/userlike-limeobject");
  const { messages, pkg } = await publint({ pkgDir, strict: true, pack: false });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  );
});

test("the types are not wrong", async () => {
  const attw = join(import.meta.dirname, "node_modules/@arethetypeswrong/cli/dist/index.js");
  // For the package is an ES module, also where it is required; and JSON and WebAssembly have entries of their own.
  const entries = ["./wasm", "./delivery/wasm", "./package.json"];
  const args = [tarball, "--profile", "esm-only", "--no-emoji", "--no-color", "--exclude-entrypoints", ...entries];
  // It ends with an error when there is a problem.
  await project.run(process.execPath, [attw, ...args]);
});
