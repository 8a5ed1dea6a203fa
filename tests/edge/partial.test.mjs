// Sends of Userlike's custom add-on, whose transcript has only the messages that the operator can see.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startEdge } from "./edge.mjs";
import { all, made, payload } from "./sandboxed.mjs";

/** @param {number} at @param {object} [more] */
const message = (at, more) => ({
  id: `1.1.${at}`,
  type: "message",
  sent_at: `2024-02-22T15:0${at}:00.000Z`,
  body_plain: `Message ${at}`,
  body: `Message ${at}`,
  sender: { type: "contact" },
  ...more,
});
// Each test has a conversation of its own.
const edge = await startEdge({ after });
let conversation = 0;
const withoutId = (/** @type {number} */ at) => message(at, { id: undefined });

/** @param {object[]} transcript @param {string} [query] @returns {Promise<any>} */
const send = async (transcript, query = "") => {
  const body = JSON.stringify(payload(conversation, { transcript }));
  const answer = await edge.admin(`/api/send${query}`, { method: "POST", body });
  return await answer.json();
};

/** @returns {Promise<number[]>} */
const stored = async () => {
  const answer = await edge.admin(`/api/conversations/${conversation}?payload=1`);
  const { transcript } = /** @type {any} */ (await answer.json());
  return transcript.map((/** @type {any} */ { body }) => Number(body.slice(-1)));
};

test("a partial transcript is completed from the stored one, and never replaces a fuller one", async () => {
  conversation += 1;
  const first = await send([message(1), message(2), message(4)], "?partial=1");
  assert.equal("completed" in first, false, "there was nothing to add");
  const second = await send([message(3), message(4, { body: "Changed 4" }), message(5)], "?partial=1");
  assert.equal(second.completed, 2);
  assert.deepEqual(await stored(), [1, 2, 3, 4, 5]);
  const notes = await all(edge, "history");
  const note = notes.find(({ _id }) => _id === second.ids.history).note;
  assert.match(note, /Message 1[\s\S]*Message 2[\s\S]*Message 3[\s\S]*Message 5/);
  const shorter = await send([message(5)], "?partial=1&wait=0");
  assert.equal(shorter.completed, 4);
  assert.deepEqual(await stored(), [1, 2, 3, 4, 5]);
});

test("a dry run completes it as well; a complete transcript replaces the stored one", async () => {
  conversation += 1;
  await send([message(1), message(2)]);
  const body = JSON.stringify(payload(conversation, { transcript: [message(2)] }));
  const dry = await edge.admin("/api/dry-run?partial=1", { method: "POST", body });
  assert.equal(/** @type {any} */ (await dry.json()).completed, 1);
  assert.equal("completed" in (await send([message(2)])), false);
  assert.deepEqual(await stored(), [2]);
});

test("without ids the longer transcript is kept", async () => {
  conversation += 1;
  await send([withoutId(1), withoutId(2), withoutId(3)], "?partial=1");
  assert.equal((await send([withoutId(3)], "?partial=1")).completed, 2);
  assert.deepEqual(await stored(), [1, 2, 3]);
  await send([1, 2, 3, 4].map(withoutId), "?partial=1");
  assert.deepEqual(await stored(), [1, 2, 3, 4]);
});

test("partial sends at the same time lose no message", async () => {
  conversation += 1;
  const before = await made(edge);
  await Promise.all([1, 2, 3, 4, 5, 6].map((at) => send([message(at)], "?partial=1")));
  assert.deepEqual(await stored(), [1, 2, 3, 4, 5, 6]);
  assert.equal((await made(edge)).helpdesk, Number(before.helpdesk) + 1);
});

test("a payload whose numbers JavaScript would change is stored as it came", async () => {
  conversation += 1;
  await send([message(1), message(2)]);
  const exact = JSON.stringify(payload(conversation, { transcript: [message(2)] })).replace(
    "{",
    '{"big":12345678901234567890,',
  );
  const answer = await edge.admin("/api/send?partial=1", { method: "POST", body: exact });
  assert.equal(answer.status, 200, await answer.clone().text());
  const newest = await (await edge.admin(`/api/conversations/${conversation}?payload=1`)).text();
  assert.match(newest, /12345678901234567890/);
});
