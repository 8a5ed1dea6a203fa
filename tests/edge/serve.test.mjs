// `make preview`: page and worker together, as a newcomer starts them.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");

/** @param {import("node:test").TestContext} t @param {NodeJS.ProcessEnv} env */
async function preview(t, env) {
  const child = spawn(join(root, "scripts/preview.sh"), { cwd: root, detached: true, env: { ...process.env, ...env } });
  const group = -Number(child.pid);
  t.after(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(group, "SIGKILL");
  });
  let text = "";
  const exited = once(child, "exit");
  await new Promise((ready, failed) => {
    const read = (/** @type {Buffer} */ chunk) => {
      text += chunk;
      if (text.includes("Stop with Ctrl-C")) ready(undefined);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    exited.then(() => failed(new Error(`the command ended:\n${text}`)));
  });
  return {
    text,
    /** @param {NodeJS.Signals} signal As the terminal sends it, to the whole group. */
    async end(signal) {
      process.kill(group, signal);
      return (await exited)[0];
    },
  };
}

/** @param {number} port */
async function taken(port) {
  const server = createServer().listen(port, "127.0.0.1");
  const outcome = await Promise.race([
    once(server, "listening").then(() => false),
    once(server, "error").then(() => true),
  ]);
  server.close();
  return outcome;
}

test("page, worker and sandbox respond once their addresses are printed, on another port if PORT is in use, until Ctrl-C", async (t) => {
  const occupied = createServer().listen(0, "127.0.0.1");
  await once(occupied, "listening");
  t.after(() => occupied.close());
  const { port } = /** @type {import("node:net").AddressInfo} */ (occupied.address());
  const EDGE_STATE = await mkdtemp(join(tmpdir(), "userlike-limeobject-serve-"));
  t.after(() => rm(EDGE_STATE, { recursive: true, force: true, maxRetries: 5 }));

  const served = await preview(t, { PORT: String(port), EDGE_STATE });
  const [, url] = /The page is at (http:\/\/127\.0\.0\.1:\d+)\/ \(port \d+ is in use\)/.exec(served.text) ?? [];
  assert.ok(url, served.text);
  assert.match(await (await fetch(url)).text(), /<!doctype html>/i);
  assert.equal((await fetch(`${url}/sandbox/client/`)).status, 200);
  const [, token] = /Authorization: Bearer (\S+)/.exec(served.text) ?? [];
  assert.equal((await fetch(`${url}/api/settings`)).status, 401);
  assert.equal((await fetch(`${url}/api/settings`, { headers: { authorization: `Bearer ${token}` } })).status, 200);

  // The command that it prints.
  const [line = ""] = /curl .*/.exec(served.text) ?? [];
  const { stdout } = await promisify(execFile)("bash", ["-c", line], { cwd: root });
  const link = JSON.parse(stdout).url;
  assert.ok(link.startsWith(`${url}/sandbox/client/object/helpdesk/`), stdout);
  assert.equal((await fetch(link)).status, 200);

  assert.equal(await served.end("SIGINT"), 0);
  assert.equal(await taken(Number(new URL(url).port)), false);

  // The sandbox keeps its data.
  const again = await preview(t, { PORT: new URL(url).port, EDGE_STATE });
  assert.ok(again.text.includes(`The page is at ${url}/\n`), again.text);
  assert.equal((await fetch(link)).status, 200);
  assert.equal(await again.end("SIGTERM"), 0);
  assert.equal(await taken(Number(new URL(url).port)), false);
  assert.ok(!(await readFile(join(root, "build/log/dev.log"), "utf8")).includes("rror"));
});

test("an invalid port is rejected with a hint", async (t) => {
  await assert.rejects(preview(t, { PORT: "many" }), /error: invalid PORT=many\n {2}hint: choose a number/);
});
