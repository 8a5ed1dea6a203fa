// Runs of `send` that are killed, or lose their power, at random moments until they have sent everything.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { conversation, conversationWithFile, lines, start } from "./command.mjs";

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
function randomFrom(/** @type {number} */ seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    /** An integer from 0 to `end`, exclusive. */
    below: (/** @type {number} */ end) => Math.floor(next() * end),
    one: (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)],
  };
}

/** About as many writes as a conversation takes. */
const WRITES = 5;

/**
 * Sends conversations until everything is sent, and compares what is in Lime CRM.
 *
 * @param {number} seed
 * @param {Awaited<ReturnType<typeof import("./lime.mjs").startLime>>} lime
 * @param {string} folder
 * @param {() => void} crash What happens to the folder when the process was killed
 */
export async function sendWithInterruptions(seed, lime, folder, crash) {
  const random = randomFrom(seed);
  const application = `run${seed}`;
  await lime.control(application, "rate-limit", null);
  const payloads = Array.from({ length: 3 + random.below(5) }, (_, index) =>
    random.next() < 0.4 ? conversationWithFile(index + 1) : conversation(index + 1),
  );
  // The same payload twice makes two notes, because it was sent twice.
  if (random.next() < 0.3) payloads.push(random.one(payloads));
  const file = `${folder}/${application}.ndjson`;
  writeFileSync(file, lines(payloads), { flush: true });
  const args = [file, "--concurrency", String(1 + random.below(6)), "--state", `${folder}/${application}.state`];

  const moments = [];
  for (let interruptions = 1 + random.below(3); interruptions > 0; interruptions--) {
    const { child, ended } = start(lime.url(application), args);
    const kill = async () => {
      child.kill("SIGKILL");
      await ended;
    };
    let dead = false;
    const moment = random.one(["lost", "unanswered", "answered", "answered", "any"]);
    let writes = 1 + random.below(WRITES * payloads.length);
    const delay = random.next() * (moment === "any" ? 800 : 4);
    moments.push(`${moment} ${writes} +${delay.toFixed(1)} ms`);
    if (moment === "any") setTimeout(kill, delay);
    lime.watch(async ({ phase, application: name, method, path }) => {
      if (dead || name !== application) return false;
      if (method === "GET" || path.startsWith("_control") || moment === "any") return true;
      const last = phase === "arrived" ? --writes === 0 : writes === 0;
      if (!last || (phase === "arrived" && moment !== "lost")) return true;
      if (moment !== "answered") {
        dead = true;
        await kill();
        return false;
      }
      pause(delay).then(() => {
        dead = true;
        return kill();
      });
      return true;
    });
    await ended;
    crash();
  }
  lime.watch(() => true);
  const name = `seed ${seed}: ${moments.join(", ")}`;
  const last = await start(lime.url(application), args).ended;
  assert.equal(last.status, 0, `${name}\n${last.stderr}`);
  assert.match(last.stdout, / 0 failed/, name);

  const [notes, tickets, conversations, documents] = await Promise.all(
    ["history", "helpdesk", "ulconversation", "document"].map((limetype) => lime.objects(application, limetype)),
  );
  const byTicket = (/** @type {any[] | undefined} */ objects) => {
    const counts = new Map();
    for (const { helpdesk } of objects ?? []) counts.set(helpdesk, (counts.get(helpdesk) ?? 0) + 1);
    return counts;
  };
  const [noteCounts, documentCounts] = [byTicket(notes), byTicket(documents)];
  const ids = new Map(conversations?.map(({ _id, conversationid }) => [_id, conversationid]));
  const sent = (tickets ?? []).map(({ _id, ulconversation }) => [
    ids.get(ulconversation),
    noteCounts.get(_id) ?? 0,
    documentCounts.get(_id) ?? 0,
  ]);
  const expected = [...new Set(payloads.map(({ id }) => id))].map((id) => {
    const same = payloads.filter((payload) => payload.id === id);
    return [id, same.length, same[0]?.transcript.at(-1).url ? 1 : 0];
  });
  assert.deepEqual(
    sent.sort(([a], [b]) => a - b),
    expected,
    `${name}: [conversation, notes, documents]`,
  );
  assert.equal(conversations?.length, expected.length, name);
  for (const rest of ["ndjson", "state"]) rmSync(`${folder}/${application}.${rest}`);
  return { conversations: payloads.length, interruptions: moments.length };
}
