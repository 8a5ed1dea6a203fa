// Next's app router: a server component, a client component, a route at the edge; built by Turbopack and by webpack. What
// Turbopack has built runs as it is deployed: the standalone output, in another folder.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, globSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { browsers, results } from "./browser.mjs";
import { versionOf } from "./bundles.mjs";
import { failsWithout, minor, passed } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, root, tools } from "./project.mjs";

const version = versionOf("next");
const env = { NEXT_TELEMETRY_DISABLED: "1" };
const { lime } = await sandbox(after);

/** The example, which also runs the checks, and has a page that uses a copy of the package which is not external. */
function project(/** @type {string} */ more) {
  const project = newProject(after, { near: true, example: "next" });
  cpSync(project.path("node_modules/userlike-limeobject"), project.path("node_modules/bundled"), { recursive: true });
  project.edit("node_modules/bundled/package.json", '"userlike-limeobject"', '"bundled"');
  const imports = (/** @type {string} */ up) => `
    import * as library from "userlike-limeobject";
    import * as stream from "userlike-limeobject/stream";
    import * as delivery from "userlike-limeobject/delivery";
    import { check } from "${up}/check.js";`;
  const route = (/** @type {string} */ method) => `${imports("../..")}
    import given from "../../fixtures.json";
    export const ${method} = async () =>
      Response.json(await check({ library, stream, delivery, lime: ${JSON.stringify(lime())}, ...given }));`;
  project.write({
    "example.config.mjs": project.read("next.config.mjs"),
    // Only what makes the build faster, and what a project inside another one needs.
    "next.config.mjs": `
      import config from "./example.config.mjs";
      const root = ${JSON.stringify(root)};
      export default {
        ...config,
        outputFileTracingRoot: root,
        turbopack: { root },
        typescript: { ignoreBuildErrors: true },
        experimental: { cpus: 1, serverMinification: false, serverSourceMaps: false },
        ${more}
      };`,
    "app/near/route.js": route("POST"),
    "app/edge/route.js": `${project.read("app/edge/route.js")}${route("PUT")}`,
    "app/browser/page.js": `${project.read("app/browser/page.js").replace(
      "export default function Page() {",
      `$&
        useEffect(() => {
          fetch("/fixtures.json")
            .then((answer) => answer.json())
            .then((given) => check({ library, stream, delivery, ...given }))
            .then((results) => { document.title = JSON.stringify(results); });
        }, []);`,
    )}
      import { useEffect } from "react";
      ${imports("../..")}`,
    "app/bundled/page.js": `"use client";
      let shown = "works";
      try {
        await import("bundled");
      } catch ({ code, message }) {
        shown = code + " " + message;
      }
      export default function Page() {
        return <pre suppressHydrationWarning>{shown}</pre>;
      }`,
    "public/fixtures.json": project.read("fixtures.json"),
  });
  return project;
}

/** What the servers have written. */
let output = "";

/** Starts a server on a free port, and returns its origin. */
async function start(/** @type {string[]} */ args, /** @type {string} */ cwd) {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
  probe.close();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env, PORT: String(port), HOSTNAME: "127.0.0.1" },
  });
  after(() => child.kill("SIGKILL"));
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${origin}/fixtures.json`).catch(() => undefined);
    if (answer?.ok) return origin;
    assert(attempt < 600 && child.exitCode === null, `the server did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Tries every kind of use. */
async function use(/** @type {string} */ origin, /** @type {string} */ bundler) {
  const text = async (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) => {
    const answer = await fetch(`${origin}/${path}`, init);
    assert.equal(answer.status, 200, output);
    return answer.text();
  };
  assert.match(await text(""), /<p>.*ulconversation.*<\/p>/);
  assert.match(await text("browser"), /<output>ulconversation/);
  assert.equal(JSON.parse(await text("edge", { method: "POST", body: '{ "id": 4711 }' })).conversation, 4711);

  const shown = `${minor(version)} (${bundler})`;
  const server = JSON.parse(await text("near", { method: "POST" }));
  passed(`Next server, ${bundler}`, version, server, "Next, server", shown);
  passed(`Next edge, ${bundler}`, version, JSON.parse(await text("edge", { method: "PUT" })), "Next, edge", shown);
  for (const [name, launch] of Object.entries(browsers)) {
    const found = await results(await launch(), `${origin}/browser`);
    passed(`Next client, ${bundler}, ${name}`, version, found, "Next, client", shown);
  }
  return { text };
}

test("Turbopack, deployed as standalone output", async () => {
  const built = project('output: "standalone",');
  await built.script("build", { env });
  const [server = ""] = globSync("**/server.js", {
    cwd: built.path(".next/standalone"),
    exclude: (name) => name === "node_modules",
  });
  const moved = newProject(after, { install: false });
  cpSync(built.path(".next/standalone"), moved.path("app"), { recursive: true, verbatimSymlinks: true });
  const folder = join(moved.path("app"), dirname(server));
  for (const name of ["public", ".next/static"]) cpSync(built.path(name), join(folder, name), { recursive: true });
  const { text } = await use(await start(["server.js"], folder), "Turbopack");
  await failsWithout("Next, server", async () => {
    throw new Error((await text("bundled")).replaceAll("&quot;", '"'));
  });
});

test("webpack", async () => {
  // Files are not traced, which takes longer than everything else and only matters where the output is moved.
  const built = project(`
    outputFileTracingExcludes: { "*": ["**/*"] },
    webpack: (given) => ({ ...given, cache: false, optimization: { ...given.optimization, minimize: false } }),`);
  await built.script("build", { more: "--webpack", env });
  await use(await start([join(tools, "next/dist/bin/next"), "start", "-H", "127.0.0.1"], built.folder), "webpack");
});
