// The consumer of the queue when a conversation's object cannot be reached, which workerd's own objects never simulate.
import assert from "node:assert/strict";
import { test } from "node:test";

// Imported by a computed address: the worker's sources have types of another runtime.
const { queue } = await import(new URL("../../edge/src/routes/queue.ts", import.meta.url).href);

/**
 * An environment with one conversation object and a list of dead letters.
 *
 * @param {{ conversation: object, deadLetters?: any[], addDeadLetter?: (deadLetter: any) => unknown }} objects
 */
function environment({ conversation, deadLetters = [], addDeadLetter = (added) => deadLetters.push(added) }) {
  const workspace = { addDeadLetter: async (deadLetter) => addDeadLetter(deadLetter), addCounts: async () => {} };
  return { CONVERSATION: { getByName: () => conversation }, WORKSPACE: { getByName: () => workspace } };
}

/**
 * Consumes a batch. Returns "ack" or the delay of the retry for each message.
 *
 * @param {string} name
 * @param {number[]} attempts Attempts of each message so far.
 */
async function consume(name, attempts, env) {
  const results = [];
  const messages = attempts.map((count, index) => ({
    body: { conversation: index + 1, send: 1 },
    attempts: count,
    ack: () => results.push("ack"),
    retry: ({ delaySeconds }) => results.push(delaySeconds),
  }));
  await queue({ queue: name, messages }, env);
  return results;
}

const unreachable = async () => {
  throw new Error("the object was restarted");
};

test("a message whose object is unreachable is retried with growing delays", async () => {
  const env = environment({ conversation: { start: unreachable } });
  assert.deepEqual(await consume("userlike-limeobject-deliveries", [1, 2, 3, 20], env), [10, 20, 40, 3600]);
});

test("a message is acknowledged once its object has started the send, whatever the outcome", async () => {
  const calls = [];
  const conversation = { start: async () => calls.push("start"), outcome: async (send) => calls.push(send) && null };
  assert.deepEqual(await consume("userlike-limeobject-deliveries", [1], environment({ conversation })), ["ack"]);
  assert.deepEqual(calls, ["start", 1]);
});

test("a dead message fails its send, or becomes a dead letter without the object, and is never lost", async () => {
  const abandoned = [];
  const conversation = { abandon: async (send, { code }) => abandoned.push([send, code]) };
  assert.deepEqual(await consume("userlike-limeobject-dead", [1], environment({ conversation })), ["ack"]);
  assert.deepEqual(abandoned, [[1, "interrupted"]]);
  const deadLetters = [];
  const lost = { abandon: unreachable };
  const env = environment({ conversation: lost, deadLetters });
  assert.deepEqual(await consume("userlike-limeobject-dead", [1], env), ["ack"]);
  const [{ conversation: id, send, attempts }] = deadLetters;
  assert.deepEqual([id, send, attempts], [1, 1, 1]);
  const failing = environment({ conversation: lost, addDeadLetter: unreachable });
  assert.deepEqual(await consume("userlike-limeobject-dead", [2], failing), [20]);
});
