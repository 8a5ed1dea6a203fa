// The consumer of the queue, when a conversation's object can't be reached: workerd's own never fails like this.
import assert from "node:assert/strict";
import { test } from "node:test";

// The worker's sources have types that are not these tests'.
const { queue } = await import(new URL("../../edge/src/queue.ts", import.meta.url).href);

/**
 * An environment whose conversations do as told.
 *
 * @param {{ conversation: object, letters?: any[], addDeadLetter?: (letter: any) => unknown }} told
 */
function env({ conversation, letters = [], addDeadLetter = (letter) => letters.push(letter) }) {
  const workspace = { addDeadLetter: async (letter) => addDeadLetter(letter), addCounts: async () => {} };
  return { CONVERSATION: { getByName: () => conversation }, WORKSPACE: { getByName: () => workspace } };
}

/** @param {string} name @param {number[]} attempts Of each message. */
async function consume(name, attempts, environment) {
  const said = [];
  const messages = attempts.map((count, index) => ({
    body: { conversation: index + 1, send: 1 },
    attempts: count,
    ack: () => said.push("ack"),
    retry: ({ delaySeconds }) => said.push(delaySeconds),
  }));
  await queue({ queue: name, messages }, environment);
  return said;
}

const broken = async () => {
  throw new Error("the object was restarted");
};

test("a message whose object is out of reach comes again, later each time", async () => {
  const environment = env({ conversation: { start: broken } });
  assert.deepEqual(await consume("userlike-limeobject-deliveries", [1, 2, 3, 20], environment), [10, 20, 40, 3600]);
});

test("a message is done with when its object has taken it, whatever becomes of the delivery", async () => {
  const calls = [];
  const conversation = { start: async () => calls.push("start"), outcome: async (send) => calls.push(send) && null };
  assert.deepEqual(await consume("userlike-limeobject-deliveries", [1], env({ conversation })), ["ack"]);
  assert.deepEqual(calls, ["start", 1]);
});

test("a dead message ends its send, or becomes a dead letter without it, and is never lost", async () => {
  const given = [];
  const conversation = { giveUp: async (send, { code }) => given.push([send, code]) };
  assert.deepEqual(await consume("userlike-limeobject-dead", [1], env({ conversation })), ["ack"]);
  assert.deepEqual(given, [[1, "interrupted"]]);
  const letters = [];
  const gone = { giveUp: broken };
  assert.deepEqual(await consume("userlike-limeobject-dead", [1], env({ conversation: gone, letters })), ["ack"]);
  assert.equal(letters[0].message, '{"conversation":1,"send":1}');
  const full = env({ conversation: gone, addDeadLetter: broken });
  assert.deepEqual(await consume("userlike-limeobject-dead", [2], full), [20]);
});
