// `userlike-limeobject send`, installed by npm, with the sandbox Lime CRM.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { constants } from "node:os";
import { after, test } from "node:test";
import { startEdge } from "../edge/edge.mjs";
import { newProject, programs } from "./project.mjs";

const project = newProject(after);
const edge = await startEdge({ after });
const url = `${edge.url}sandbox`;
const command = "node_modules/userlike-limeobject/bin/userlike-limeobject.js";
const examples = "node_modules/userlike-limeobject/examples";
const example = JSON.parse(readFileSync(project.path(`${examples}/conversation.json`), "utf8"));
const config = ["--config", `${examples}/config.json`, "--limetypes", `${examples}/limetypes.json`];

/**
 * Runs the command.
 *
 * @param {string[]} args
 * @param {{ key?: string, input?: string, program?: string[] }} [options]
 */
function start(args, { key = "sandbox", input = "", program: [program = process.execPath, ...flags] = [] } = {}) {
  const child = spawn(program, [...flags, command, ...args], {
    cwd: project.folder,
    env: { ...process.env, LIME_URL: url, LIME_API_KEY: key, NO_COLOR: "1" },
  });
  child.stdin.end(input);
  const output = [child.stdout, child.stderr].map((stream) => stream.setEncoding("utf8").toArray());
  const ended = once(child, "close").then(async ([status, signal]) => {
    const [stdout = "", stderr = ""] = (await Promise.all(output)).map((chunks) => chunks.join(""));
    // As a shell says it. A process that does not end soon after a signal is ended by it.
    return { status: status ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)], stdout, stderr };
  });
  return { child, ended };
}
const send = (/** @type {string} */ file, /** @type {string[]} */ ...more) =>
  start(["send", file, ...config, ...more]).ended;

/** Conversations with ids that no other test uses. */
let id = 500_000;
const conversation = (change = {}) => ({ ...example, id: id++, ...change });
const lines = (/** @type {object[]} */ ...all) => all.map((one) => JSON.stringify(one)).join("\n");

/** Calls the control API of the sandbox. */
async function control(/** @type {string} */ path, /** @type {string} */ method, /** @type {unknown} */ json) {
  const headers = { "x-api-key": "sandbox", "content-type": "application/json" };
  const answer = await edge.fetch(`/sandbox/_control/${path}`, {
    method,
    headers,
    body: json ? JSON.stringify(json) : null,
  });
  assert.equal(answer.status, 200, await answer.clone().text());
}

/** Number of history notes and of limeobjects. */
async function counts() {
  const count = async (/** @type {string} */ limetype) => {
    let total = 0;
    let path = `/sandbox/api/v1/limeobject/${limetype}/?_limit=50`;
    while (path) {
      const answer = await (await edge.fetch(path, { headers: { "x-api-key": "sandbox" } })).json();
      total += answer._embedded.limeobjects.length;
      const next = answer._links.next?.href;
      path = next === undefined ? "" : new URL(next, url).pathname + new URL(next, url).search;
    }
    return total;
  };
  return { history: await count("history"), helpdesk: await count("helpdesk") };
}

test("one conversation: a dry run only reads, a send lists the written objects", async () => {
  project.write({ "one.json": JSON.stringify(conversation(), null, 2) });
  const before = await counts();
  const dry = await send("one.json", "--dry-run");
  assert.equal(dry.status, 0, dry.stderr);
  assert.match(dry.stdout, /\n {2}create {2}limeobject: helpdesk\n/);
  assert.deepEqual(await counts(), before);

  const sent = await send("one.json");
  assert.equal(sent.status, 0, sent.stderr);
  assert.match(
    sent.stdout,
    /^Conversation \d+\n(.+\n)* {2}created {3}limeobject: helpdesk \d+\n(.+\n)*http:\S+\/client\/object\/helpdesk\/\d+\n$/,
  );
  assert.deepEqual(await counts(), { history: before.history + 1, helpdesk: before.helpdesk + 1 });
  assert(!existsSync(project.path("one.json.send-state")));

  const again = await send("one.json", "--only-if-changed");
  assert.equal(again.status, 0, again.stderr);
  assert.deepEqual(await counts(), { history: before.history + 1, helpdesk: before.helpdesk + 1 });
});

test("many: failures are reported with their lines, the rest is sent; the next run sends only the missing ones", async () => {
  const [one, two, three] = [conversation(), conversation(), conversation()];
  project.write({ "many.ndjson": `${lines(one, two)}\nnonsense\n\n${lines(three, { ...three, id: undefined })}\n` });
  const before = await counts();
  const first = await send("many.ndjson");
  assert.equal(first.status, 1);
  assert.match(first.stdout, /^3 sent \(3 created, 0 updated\), 2 failed\n$/);
  assert.match(first.stderr, /^error: line 3: the text is not JSON/m);
  assert.match(first.stderr, /^error: line 6: /m);
  assert.deepEqual(await counts(), { history: before.history + 3, helpdesk: before.helpdesk + 3 });
  assert.equal(statSync(project.path("many.ndjson.send-state")).mode & 0o077, 0);

  project.write({ "many.ndjson": `${lines(one, two, three)}\n${lines(conversation())}` });
  const second = await send("many.ndjson", "--json");
  assert.equal(second.status, 0, second.stderr);
  const results = second.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    results.map(({ index, created }) => [index, created]),
    [[4, true]],
  );
  assert.deepEqual(await counts(), { history: before.history + 4, helpdesk: before.helpdesk + 4 });
});

test("a JSON array from standard input", async () => {
  const { ended } = start(["send", "-", ...config], { input: JSON.stringify([conversation(), conversation()]) });
  const { status, stdout, stderr } = await ended;
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^2 sent \(2 created/);
});

test("deliveries of the same conversation run one after the other and create one limeobject", async () => {
  const one = conversation();
  project.write({ "twice.ndjson": lines(one, one, { ...one, subject: "other" }, one) });
  const before = await counts();
  const { status, stdout, stderr } = await send("twice.ndjson", "--concurrency", "4");
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^4 sent \(1 created, 3 updated\), 0 failed\n$/);
  assert.equal((await counts()).helpdesk, before.helpdesk + 1);
});

/** A killed run does not know what became of its last writes; the sandbox has carried them out at once. */
const soon = ["--settle-time", "1"];

test("killed during a write, the same command resumes and writes nothing twice", async () => {
  project.write({ "killed.ndjson": lines(...Array.from({ length: 6 }, () => conversation())) });
  const before = await counts();
  for (const hang of ["before", "after"]) {
    // The second write of a note hangs; the process is killed while it waits.
    const fault = { method: "POST", path: "limeobject/history", skip: 1, times: 1, hang };
    await control("faults", "POST", { faults: [fault] });
    const { child, ended } = start(["send", "killed.ndjson", ...config, "--concurrency", "2", ...soon]);
    await edge.until(
      async () => {
        const headers = { "x-api-key": "sandbox" };
        return (await edge.fetch("/sandbox/_control/faults", { headers })).json();
      },
      ({ faults }) => faults.some((/** @type {{ hits: number }} */ { hits }) => hits > 0),
    );
    child.kill("SIGKILL");
    await ended;
    await control("faults", "DELETE", undefined);
  }
  const { status, stderr } = await send("killed.ndjson", ...soon);
  assert.equal(status, 0, stderr);
  assert.deepEqual(await counts(), { history: before.history + 6, helpdesk: before.helpdesk + 6 });
  const last = await send("killed.ndjson");
  assert.match(last.stdout, /^0 sent .*, 6 sent before\n$/);
});

test("Ctrl-C stops the deliveries, and the hint says how to resume", async () => {
  project.write({ "interrupted.ndjson": lines(...Array.from({ length: 40 }, () => conversation())) });
  const before = await counts();
  const { child, ended } = start(["send", "interrupted.ndjson", ...config, "--concurrency", "1", "--json"]);
  await once(child.stdout, "data");
  child.kill("SIGINT");
  const { status, stderr } = await ended;
  assert.equal(status, 130, stderr);
  assert.match(stderr, /hint: run the same command again/);
  assert.equal((await send("interrupted.ndjson", ...soon)).status, 0);
  assert.deepEqual(await counts(), { history: before.history + 40, helpdesk: before.helpdesk + 40 });
});

test("an error that affects all conversations, such as a wrong key, ends the run", async () => {
  project.write({ "key.ndjson": lines(conversation(), conversation()) });
  const { status, stderr } = await start(["send", "key.ndjson", ...config], { key: "wrong-key" }).ended;
  assert.equal(status, 1);
  assert.match(stderr, /^error: Lime CRM does not accept the API key \(401\)/);
  assert.doesNotMatch(stderr, /wrong-key/);
});

test("runtimes with SQLite keep a state file without a word about it; without, the error says what to install", async () => {
  const { node, bun, deno } = programs;
  for (const [name, program = "", ...flags] of /** @type {[string, string | undefined, ...string[]][]} */ ([
    ["node22", node[22]],
    ["node20", node[20]],
    ["bun", bun],
    ["deno", deno, "run", "-A"],
  ])) {
    if (program === "") continue;
    const file = `${name}.ndjson`;
    project.write({ [file]: lines(conversation(), conversation()), [`${name}.json`]: JSON.stringify(conversation()) });
    const run = (/** @type {string[]} */ ...args) =>
      start(["send", ...args, ...config], { program: [program, ...flags] }).ended;
    const first = await run(file);
    if (name === "node20") {
      assert.deepEqual([first.status, first.stdout], [2, ""]);
      assert.match(
        first.stderr,
        /needs SQLite .*this Node 20\S+ does not have\. Nothing was sent\nhint: install Node 22\.13 or newer/,
      );
      assert(!existsSync(project.path(`${file}.send-state`)));
    } else {
      assert.deepEqual([first.status, first.stderr], [0, ""], name);
      assert.match((await run(file)).stdout, /^0 sent .*, 2 sent before\n$/);
    }
    const one = await run(`${name}.json`);
    assert.deepEqual([one.status, one.stderr], [0, ""], name);
  }
});

test("wrong usage: status 2", async () => {
  project.write({ "usage.ndjson": lines(conversation(), conversation()) });
  for (const args of [
    ["send", "usage.ndjson"],
    ["send", "usage.ndjson", ...config, "--concurrency", "0"],
    ["send", "usage.ndjson", ...config, "--concurrency", "21"],
    ["send", "usage.ndjson", ...config, "--existing", "perhaps"],
    ["send", "usage.ndjson", ...config, "--limeobject", "1001"],
    ["send", "nowhere.ndjson", ...config],
  ]) {
    const { status, stderr } = await start(args).ended;
    assert.deepEqual([args, status], [args, 2], stderr);
    assert.match(stderr, /^error: .+\nhint: /s);
  }
});
