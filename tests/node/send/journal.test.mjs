// The state file of `send`: what it keeps, what it refuses, and who may use it.
import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sqlite from "node:sqlite";
import { after, test } from "node:test";
import { conversation, conversationWithFile, lines, start } from "./command.mjs";
import { startLime } from "./lime.mjs";

const module = new URL("dist/cli/send/journal.js", import.meta.resolve("userlike-limeobject/package.json"));
const { Journal } = await import(module.href);

const lime = await startLime(after);
const folder = mkdtempSync(join(tmpdir(), "userlike-limeobject-"));
after(() => rmSync(folder, { recursive: true }));
const path = (/** @type {string} */ name) => join(folder, name);
const LIME = "https://lime.example/app";
const open = (/** @type {string} */ name, url = LIME) => Journal.open(path(name), sqlite, url);
const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** An error of the command with its hint. None of them leads to everything being sent again. */
function refusal(/** @type {any} */ error) {
  assert.equal(error.status, 2, String(error.stack));
  const text = `${error.lines
    .flat()
    .map((/** @type {any} */ part) => part.text ?? part)
    .join("")}\n${error.hint}`;
  assert.doesNotMatch(text, /remove (it|this|them)|delete|send everything|from the beginning/);
  return text;
}
/** The text of the error with which a journal is refused. */
const refused = (/** @type {string} */ name, url = LIME) =>
  open(name, url).then((/** @type {any} */ journal) => {
    journal.close();
    throw new Error(`${name} was accepted`);
  }, refusal);

/** A journal of which ten conversations were sent, and two have a state. */
async function filled(/** @type {string} */ name) {
  const journal = await open(name);
  for (let number = 0; number < 12; number++) {
    const key = journal.key(bytes(`payload ${number}`));
    await journal.saveDeliveryState(key, `state ${number} ${"x".repeat(3000)}`);
    if (number < 10) await journal.recordSent(key);
  }
  journal.close();
  return path(name);
}
/** What a journal says about the conversations. */
function contents(/** @type {any} */ journal) {
  return Array.from({ length: 13 }, (_, number) => {
    const key = journal.key(bytes(`payload ${number}`));
    return journal.isSent(key) ? "sent" : (journal.deliveryState(key)?.slice(0, 8) ?? "new");
  });
}
const EXPECTED = [...Array(10).fill("sent"), "state 10", "state 11", "new"];

test("a journal keeps what was sent and what is being sent; identical payloads are told apart by their order", async () => {
  await filled("kept");
  const journal = await open("kept");
  assert.deepEqual(contents(journal), EXPECTED);
  const again = journal.key(bytes("payload 0"));
  assert.equal(journal.isSent(again), false);
  await journal.recordSent(again);
  journal.close();
  assert.deepEqual(readdirSync(folder), ["kept"], "one file is left");
  assert.equal(statSync(path("kept")).mode & 0o077, 0);
});

test("the file does not contain the states, or anything by which a payload could be found", async () => {
  const journal = await open("secret");
  const payload = bytes("a payload with +46 70 123 45 67");
  const key = journal.key(payload);
  await journal.saveDeliveryState(key, "a state with +46 70 123 45 67");
  const files = ["secret", "secret-wal"].map((name) => readFileSync(path(name)));
  for (const file of files) assert(!file.includes("+46 70"));
  const digest = await crypto.subtle.digest("SHA-256", payload);
  for (const file of files) assert(!file.includes(Buffer.from(digest).subarray(0, 8)));
  await journal.recordSent(key);
  const state = journal.key(bytes("another"));
  await journal.saveDeliveryState(state, "");
  assert.equal(journal.deliveryState(state), "");
  journal.close();
  // What was overwritten is gone, too.
  const zeros = readFileSync(path("secret")).filter((byte) => byte === 0).length;
  assert(zeros > statSync(path("secret")).size * 0.9);
});

test("changes of one turn are written together, and a change that resolved is in the file without its log", async () => {
  const journal = await open("durable");
  const keys = Array.from({ length: 20 }, (_, number) => journal.key(bytes(`payload ${number}`)));
  await Promise.all(keys.map((key, number) => journal.saveDeliveryState(key, `state ${number}`)));
  copyFileSync(path("durable"), path("copy"));
  const copy = await open("copy");
  for (const number of keys.keys())
    assert.equal(copy.deliveryState(copy.key(bytes(`payload ${number}`))), `state ${number}`);
  copy.close();
  journal.close();
});

test("what is no journal, or not this one, is refused and stays as it is", async () => {
  writeFileSync(path("empty"), "");
  writeFileSync(path("text"), "notes\n".repeat(100));
  writeFileSync(
    path("former"),
    '{"userlike-limeobject":"send","lime":"https://lime.example/app"}\n{"key":"a.1","index":1}\n',
  );
  writeFileSync(path("header"), "SQLite format 3\0");
  new sqlite.DatabaseSync(path("foreign")).exec("CREATE TABLE t (a); PRAGMA user_version = 1");
  copyFileSync(await filled("newer"), path("newest"));
  for (const name of ["newer", "newest"]) {
    const database = new sqlite.DatabaseSync(path(name));
    database.exec(`PRAGMA user_version = ${name === "newer" ? 2 : 99}`);
    database.close();
  }
  writeFileSync(path("lost-wal"), "x");
  writeFileSync(path("old.open"), "{}");
  for (const [name, words] of /** @type {const} */ ([
    ["empty", /it is damaged \(it is empty\)\nrestore it from a copy/],
    ["text", /it is damaged \(it does not begin like a state file\)/],
    ["former", /an early version of this program wrote it, in another format\nfinish that run with the version/],
    ["header", /it is damaged \(it was truncated\)/],
    ["foreign", /it is the database of another program/],
    ["newer", /it has the format 2 of another version of this program; this one knows 1\ninstall the newest/],
    ["newest", /it has the format 99/],
    ["lost", /it is missing, but \S+lost-wal is there/],
    ["old", /it is missing, but \S+old\.open is there/],
    [".", /cannot use the state file/],
    ["nowhere/state", /ENOENT.*\n.*permissions/],
  ])) {
    const before = existsSync(path(name)) && statSync(path(name)).isFile() ? readFileSync(path(name)) : undefined;
    assert.match(await refused(name), words);
    if (before !== undefined) assert.deepEqual(readFileSync(path(name)), before, name);
  }
  await filled("elsewhere");
  const other = await refused("elsewhere", "https://other.example/app");
  assert.match(other, /belongs to a run that sent to https:\/\/lime\.example\/app\ncheck the URL/);
  const journal = await open("elsewhere");
  assert.deepEqual(contents(journal), EXPECTED);
  journal.close();
});

test("a journal that was truncated or changed at any place is damaged, or says the same as before", async () => {
  const whole = readFileSync(await filled("changed"));
  const outcomes = { refused: 0, same: 0 };
  /** @param {Buffer} bytes @param {string} name */
  async function check(bytes, name) {
    writeFileSync(path("changed"), bytes);
    let journal;
    try {
      journal = await open("changed");
      assert.deepEqual(contents(journal), EXPECTED, name);
      outcomes.same++;
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      refusal(error);
      outcomes.refused++;
    } finally {
      journal?.close();
      rmSync(path("changed-wal"), { force: true });
    }
  }
  for (let size = 0; size < whole.length; size += size < 200 ? 20 : 1024) {
    await check(whole.subarray(0, size), `${size} bytes are left`);
  }
  assert(outcomes.refused > 20 && outcomes.same <= 12, JSON.stringify(outcomes));
  for (let at = 0; at < whole.length; at += at < 120 ? 1 : 139) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ (at % 2 === 0 ? 0xff : 0x01);
    await check(changed, `byte ${at} is another`);
  }
});

/** Two conversations in a file. */
function twoConversations() {
  writeFileSync(path("two.ndjson"), lines([conversation(1), conversation(2)]));
  return path("two.ndjson");
}

test("one run at a time, by any name of the file", { timeout: 120_000 }, async () => {
  const url = lime.url("locked");
  const journal = await open("locked", url);
  symlinkSync(path("locked"), path("symbolic"));
  linkSync(path("locked"), path("hard"));
  const results = ["locked", "symbolic", "hard"].map(
    (name) => start(url, [twoConversations(), "--state", path(name)]).ended,
  );
  for (const { status, stderr } of await Promise.all(results)) {
    assert.equal(status, 2);
    assert.match(stderr, /another run is using it\nhint: wait until that run has ended/);
  }
  journal.close();
});

test("a run that was killed is taken over by exactly one of several", { timeout: 120_000 }, async () => {
  const url = lime.url("killed");
  const args = [twoConversations(), "--state", path("killed")];
  /** Writes wait for this. */
  let release = () => {};
  let held = new Promise((resolve) => (release = () => resolve(undefined)));
  let writes = 0;
  const written = new Promise((resolve) => {
    lime.watch(async ({ application, phase, method }) => {
      if (application !== "killed" || method === "GET" || phase === "handled") return true;
      if (++writes === 1) resolve(undefined);
      await held;
      return true;
    });
  });
  const first = start(url, args);
  await written;
  first.child.kill("SIGKILL");
  await first.ended;
  release();
  held = new Promise((resolve) => (release = () => resolve(undefined)));

  const runs = Array.from({ length: 4 }, () => start(url, args).ended);
  /** @type {string[]} */
  const losers = [];
  await new Promise((resolve) => {
    for (const run of runs) run.then(({ status, stderr }) => status === 2 && losers.push(stderr) === 3 && resolve(0));
  });
  release();
  const statuses = (await Promise.all(runs)).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), [0, 2, 2, 2]);
  for (const stderr of losers) assert.match(stderr, /another run is using it/);
  lime.watch(() => true);
  for (const limetype of ["helpdesk", "history", "ulconversation"])
    assert.equal((await lime.objects("killed", limetype)).length, 2, limetype);
});

test("a disk that is full, or a write that is cut short, ends the run, which resumes", {
  timeout: 60_000,
}, async () => {
  const url = lime.url("full");
  const file = path("full.ndjson");
  writeFileSync(file, lines(Array.from({ length: 6 }, (_, index) => conversation(index + 1))));
  let failures = 0;
  // In blocks of 1024 bytes: the file begins with five pages of 4 kB, and SQLite's log takes more.
  for (const limit of [1, 18, 30, 41, 52, 63, 80]) {
    const state = `${file}.send-state`;
    const before = existsSync(state);
    const through = ["bash", "-c", `ulimit -f ${limit}; exec "$@"`, "bash"];
    const { status, stderr } = await start(url, [file], { through }).ended;
    if (status === 0) break;
    failures++;
    assert.match(stderr, /^error: cannot (use|write) the state file .*: .+\nhint: /m, `limit ${limit}`);
    assert.doesNotMatch(stderr, /damaged/);
    if (before) assert.equal(status, 1, stderr);
  }
  assert(failures >= 2, String(failures));
  const { status, stderr } = await start(url, [file]).ended;
  assert.equal(status, 0, stderr);
  for (const limetype of ["helpdesk", "history", "ulconversation"])
    assert.equal((await lime.objects("full", limetype)).length, 6, limetype);
});

test("without SQLite, many conversations are refused before anything is sent, and one is sent", async () => {
  const through = [process.execPath, "--no-experimental-sqlite"];
  const run = (/** @type {string[]} */ ...args) =>
    start(lime.url("without"), args, { through: ["env", `NODE_OPTIONS=${through[1]}`] }).ended;
  const { status, stderr } = await run(twoConversations());
  assert.equal(status, 2);
  assert.match(
    stderr,
    /needs SQLite \(node:sqlite\), which this Node \S+ does not have\. Nothing was sent\nhint: install Node 22\.13/,
  );
  assert(!existsSync(path("two.ndjson.send-state")));
  assert.deepEqual(await lime.objects("without", "helpdesk"), []);
  writeFileSync(path("one.json"), JSON.stringify(conversation(1)));
  const one = await run(path("one.json"));
  assert.deepEqual([one.status, one.stderr], [0, ""]);
});

test("a delivery that Lime CRM rejects after it wrote something is begun again without writing that twice", async () => {
  const url = lime.url("rejected");
  const file = path("rejected.ndjson");
  writeFileSync(file, lines([conversationWithFile(1), conversation(2)]));
  // What is rejected is searched for and created once more, because Lime CRM may have it already.
  const fault = { method: "POST", path: "limeobject/document/", times: 2, status: 422 };
  await lime.control("rejected", "faults", { faults: [fault] });
  const first = await start(url, [file]).ended;
  assert.deepEqual([first.status, first.stdout], [1, "1 sent (1 created, 0 updated), 1 failed\n"], first.stderr);
  const second = await start(url, [file]).ended;
  assert.equal(second.stdout, "1 sent (0 created, 1 updated), 0 failed, 1 sent before\n", second.stderr);
  for (const [limetype, count] of /** @type {const} */ ([
    ["helpdesk", 2],
    ["history", 2],
    ["document", 1],
  ]))
    assert.equal((await lime.objects("rejected", limetype)).length, count, limetype);
});
