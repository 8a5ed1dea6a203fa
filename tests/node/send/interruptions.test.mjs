// `RUNS=200 node --test tests/node/send/interruptions.test.mjs` makes that many runs of each kind; `SEED` is the first one's.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Disk } from "./disk.mjs";
import { sendWithInterruptions } from "./interruptions.mjs";
import { startLime } from "./lime.mjs";

const RUNS = Number(process.env.RUNS ?? 6);
const SEED = Number(process.env.SEED ?? 1);
const TIMEOUT = { timeout: 60_000 + RUNS * 30_000 };

const lime = await startLime(after);
const missing = Disk.missing;

/**
 * @param {import("node:test").TestContext} t
 * @param {number} first
 * @param {string} folder
 * @param {() => void} crash
 */
async function runs(t, first, folder, crash) {
  const total = { conversations: 0, interruptions: 0 };
  for (let seed = first; seed < first + RUNS; seed++) {
    const { conversations, interruptions } = await sendWithInterruptions(seed, lime, folder, crash);
    total.conversations += conversations;
    total.interruptions += interruptions;
  }
  t.diagnostic(`${RUNS} runs, ${total.conversations} conversations, ${total.interruptions} interruptions`);
}

test("killed at random moments, the same command sends everything once", TIMEOUT, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "userlike-limeobject-"));
  t.after(() => rmSync(folder, { recursive: true }));
  await runs(t, SEED, folder, () => {});
});

test("a disk without power has what was synced, and nothing else", { skip: missing ?? false }, (t) => {
  const disk = new Disk();
  t.after(() => disk.remove());
  const [synced, other] = [join(disk.folder, "synced"), join(disk.folder, "other")];
  writeFileSync(synced, "1", { flush: true });
  writeFileSync(synced, "2", { flag: "a" });
  writeFileSync(other, "1");
  disk.cutPower();
  assert.equal(readFileSync(synced, "utf8"), "1");
  assert(!existsSync(other) || readFileSync(other, "utf8") === "");
});

test("without power at random moments, too", { ...TIMEOUT, skip: missing ?? false }, async (t) => {
  const disk = new Disk();
  t.after(() => disk.remove());
  await runs(t, SEED + RUNS, disk.folder, () => disk.cutPower());
});
