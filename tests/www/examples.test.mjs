// The conversations with which the page is tried out are ones that could have happened.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { richExample } from "../../www/src/state/rich-example.ts";

const short = await readFile(new URL("../../pkg/examples/conversation.json", import.meta.url), "utf8");

/** Every time in a payload, with its path. */
function timesIn(value, path = "") {
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT/.test(value) ? [[path, Date.parse(value)]] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => timesIn(inner, `${path}/${key}`));
}

for (const [name, text] of [
  ["short", short],
  ["rich", richExample(short)],
])
  describe(`the ${name} example`, () => {
    const payload = JSON.parse(text);

    test("all times are of the quarter of an hour in which it took place", () => {
      const times = timesIn(payload);
      assert.ok(times.length > 10);
      const begun = Date.parse(payload.contact.created_at);
      for (const [path, time] of times)
        assert.ok(time >= begun && time < begun + 15 * 60_000, `${path}: ${new Date(time).toISOString()}`);
    });

    test("beginning, messages and end follow each other", () => {
      const sent = payload.transcript.map(({ sent_at }) => Date.parse(sent_at));
      const of = (...values) => values.map((value) => (typeof value === "string" ? Date.parse(value) : value));
      const order = of(payload.contact.created_at, payload.created_at, payload.conversation_part_set[0].created_at);
      const all = [...order, ...sent, ...of(payload.last_message_sent_at)];
      if (payload.ended_at !== null) all.push(Date.parse(payload.ended_at));
      assert.deepEqual(
        all,
        all.toSorted((one, other) => one - other),
      );
      assert.equal(payload.last_message.sent_at, payload.last_message_sent_at);
      const contact = payload.transcript.filter(({ sender }) => sender?.type === "contact");
      assert.equal(payload.contact_first_message_sent_at, contact[0].sent_at);
      assert.equal(payload.contact_last_message_sent_at, contact.at(-1).sent_at);
      for (const { sent_at, sent_at_time } of payload.transcript) assert.ok(sent_at.includes(sent_at_time));
    });
  });
