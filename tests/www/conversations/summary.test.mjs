import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { summaryOf as summaryOfBytes } from "../../../www/src/views/conversations/summary.ts";

const summaryOf = (payload) => summaryOfBytes(new TextEncoder().encode(JSON.stringify(payload)));
const example = JSON.parse(readFileSync(new URL("../../../pkg/examples/conversation.json", import.meta.url), "utf8"));

test("the table shows what a payload says about itself", () => {
  const summary = summaryOf(example);
  assert.equal(summary.conversation, 63741936);
  assert.equal(summary.status, "open");
  assert.equal(summary.startedAt, Date.parse("2024-02-22T15:48:45.349Z"));
  assert.ok(summary.messages > 0 && summary.messages < example.transcript.length);
});

test("topics are texts, names or plain strings, each once", () => {
  const topics = [{ text: "lead" }, { name: "support" }, "lead", " order ", 5, null, { text: "" }];
  assert.deepEqual(summaryOf({ id: 1, topics }).topics, ["lead", "support", "order"]);
});

test("a payload may hold anything anywhere", () => {
  for (const payload of [
    null,
    5,
    "x",
    [],
    { id: "1", contact: 5, topics: {}, transcript: { a: 1 }, created_at: "never", status: [] },
    { transcript: [null, 5] },
  ]) {
    const summary = summaryOf(payload);
    assert.equal(summary.conversation, null);
    assert.equal(summary.contact, "");
    assert.equal(summary.startedAt, null);
  }
});
