// `send` and the streams of its process: readers that leave, full disks, inputs that do not end, signals.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { cli } from "../package.mjs";
import { CONFIG, conversation, lines, start } from "./command.mjs";
import { startLime } from "./lime.mjs";

const lime = await startLime(after);
const folder = mkdtempSync(join(tmpdir(), "userlike-limeobject-"));
after(() => rmSync(folder, { recursive: true }));
const TIMEOUT = { timeout: 120_000 };

/** A file with conversations. */
function file(/** @type {string} */ name, count = 6) {
  const path = join(folder, name);
  writeFileSync(path, lines(Array.from({ length: count }, (_, index) => conversation(index + 1))));
  return path;
}
const notes = async (/** @type {string} */ application) => (await lime.objects(application, "history")).length;
/** Resolves when the command has begun to talk to Lime CRM. It heeds signals by then. */
const connection = (/** @type {string} */ name) =>
  new Promise((resolve) => {
    lime.watch(({ application }) => {
      if (application === name) resolve(undefined);
    });
  });
async function until(/** @type {() => Promise<boolean>} */ condition) {
  while (!(await condition())) await pause(20);
}

test("a reader that leaves does not end the work", TIMEOUT, async () => {
  const { ended } = start(lime.url("head"), [file("head.ndjson"), "--json", "--concurrency", "1"], {
    through: ["bash", "-c", '"$@" | head -n 1; exit $PIPESTATUS', "bash"],
  });
  const { status, stdout, stderr } = await ended;
  assert.deepEqual([status, stderr, stdout.split("\n").length], [0, "", 2]);
  assert.equal(await notes("head"), 6);
});

test("messages that nobody reads do not end the work, and failures keep their status", TIMEOUT, async () => {
  writeFileSync(join(folder, "bad.ndjson"), `nonsense\n${lines([conversation(1), conversation(2)])}`);
  const { status } = await start(lime.url("closed"), [join(folder, "bad.ndjson"), "--json"], {
    through: ["bash", "-c", '"$@" 2>&1 | true; exit $PIPESTATUS', "bash"],
  }).ended;
  assert.equal(status, 1);
  assert.equal(await notes("closed"), 2);
});

test(
  "a full disk for the output: everything is sent, and the status says that the output is not complete",
  TIMEOUT,
  async () => {
    const device = openSync("/dev/full", "w");
    const full = await start(lime.url("device"), [file("device.ndjson"), "--json"], {
      stdio: ["ignore", device, "pipe"],
    }).ended;
    closeSync(device);
    assert.equal(full.status, 1);
    assert.match(full.stderr, /^error: cannot write to standard output: .*ENOSPC.*\nhint: /m);
    assert.equal(await notes("device"), 6);
  },
);

test("a write of the output that is cut short is noticed", TIMEOUT, async () => {
  const preview = `"$1" "$2" preview "$3" --json > ${join(folder, "results")}`;
  const args = ["-c", `ulimit -f 1; ${preview}`, "bash", process.execPath, cli, file("short.json", 1)];
  const { status, stderr } = spawnSync("bash", args, { encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /^error: cannot write to standard output: EFBIG/m);
});

test("a live pipe is sent as it comes, and a signal ends the wait; the same command resumes", TIMEOUT, async () => {
  const url = lime.url("live");
  const args = ["-", "--state", join(folder, "live-state")];
  for (const [signal, expected] of /** @type {const} */ ([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])) {
    const before = await notes("live");
    const connected = connection("live");
    const { child, ended } = start(url, args);
    child.stdin?.write(lines([conversation(1), conversation(2)].slice(0, before === 0 ? 1 : 2)));
    if (before < 2) await until(async () => (await notes("live")) === before + 1);
    else await connected;
    child.kill(signal);
    const { status, stderr } = await ended;
    assert.equal(status, expected, stderr);
    assert.match(stderr, /^warning: interrupted before all conversations were sent\nhint: run the same command again/m);
  }
  const last = start(url, args);
  last.child.stdin?.end(lines([1, 2, 3].map((id) => conversation(id))));
  const { status, stdout } = await last.ended;
  assert.deepEqual([status, stdout], [0, "1 sent (1 created, 0 updated), 0 failed, 2 sent before\n"]);
  assert.equal(await notes("live"), 3);
});

test("so is a pipe with a name, which has no state file", TIMEOUT, async () => {
  const fifo = join(folder, "live");
  execFileSync("mkfifo", [fifo]);
  const { ended } = start(lime.url("fifo"), [fifo]);
  const pipe = openSync(fifo, "r+");
  writeSync(pipe, lines([conversation(1)]));
  await until(async () => (await notes("fifo")) === 1);
  writeSync(pipe, lines([conversation(2)]));
  await until(async () => (await notes("fifo")) === 2);
  closeSync(pipe);
  const { status, stdout, stderr } = await ended;
  assert.deepEqual([status, stdout], [0, "2 sent (2 created, 0 updated), 0 failed\n"], stderr);
  assert.match(stderr, /^note: without --state FILE, nothing records what was sent/);
  assert(!existsSync(`${fifo}.send-state`));
});

test(
  "a signal ends the wait for the first conversation, from standard input and from a pipe with a name",
  TIMEOUT,
  async () => {
    const fifo = join(folder, "fifo");
    execFileSync("mkfifo", [fifo]);
    for (const input of ["-", fifo]) {
      const connected = new Promise((resolve) => {
        lime.watch(({ application }) => {
          if (application === "silent") resolve(undefined);
        });
      });
      const { child, ended } = start(lime.url("silent"), [input]);
      if (input === "-") await connected;
      // There is a reader as soon as a writer can open the pipe.
      let writer = -1;
      await until(async () => {
        if (input === "-") return true;
        try {
          writer = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
        } catch {
          // The command has not opened it yet.
        }
        return writer >= 0;
      });
      await pause(300);
      child.kill("SIGINT");
      const { status, stderr } = await ended;
      if (writer >= 0) closeSync(writer);
      assert.equal(status, 130, stderr);
      assert.match(stderr, /interrupted before all conversations were sent/);
      assert.doesNotMatch(stderr, /run the same command again/, "nothing records what was sent");
    }
  },
);

test("a reader that reads nothing stops the work, until a signal ends it", TIMEOUT, async () => {
  // Their results are more than any system keeps for a reader: 15 MB.
  const path = join(folder, "stalled.ndjson");
  writeFileSync(path, "nonsense\n".repeat(100_000));
  const child = spawn(process.execPath, [cli, "send", path, "--dry-run", "--json", ...CONFIG], {
    env: { ...process.env, LIME_URL: lime.url("stalled"), LIME_API_KEY: "sandbox" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  // The first results arrive, and are not read.
  await once(child.stdout, "readable");
  await pause(500);
  assert.equal(child.exitCode, null);
  child.kill("SIGINT");
  const [status, signal] = await exited;
  assert(status === 130 || signal === "SIGINT", `${status} ${signal}`);
});
