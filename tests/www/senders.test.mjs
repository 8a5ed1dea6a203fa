import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readConversation } from "../../www/src/views/conversation/read-conversation.ts";

const read = (fixture, file) => readFileSync(new URL(`../fixtures/${fixture}/${file}`, import.meta.url), "utf8");

/** The sender that a line of a history note without times shows. */
function senderOf(line, contact) {
  if (line.startsWith("— ")) return "notification";
  const role = /^\[(\w+)/.exec(line)?.[1];
  return role ?? (line.startsWith(`${contact}: `) ? "contact" : "operator");
}

for (const fixture of ["senders", "note-of-everything"])
  test(`the page shows the senders that the history note has: ${fixture}`, () => {
    const payload = read(fixture, "payload.json");
    const { objects } = JSON.parse(read(fixture, "expected.json"));
    const { note } = objects.find(({ role }) => role === "history").values;
    const lines = note.split("\n").filter((line) => !line.startsWith("  "));
    const speakers = readConversation(payload).messages.map(({ speaker }) => speaker);
    assert.deepEqual(
      speakers,
      lines.map((line) => senderOf(line, "Kim")),
    );
  });

test("the page shows what the crate says about each entry, also about those that the note leaves out", () => {
  const entry = (change) => ({ type: "message", id: "1", body: "Hi", ...change });
  const transcript = [
    entry(),
    entry(),
    "not an entry",
    entry({ id: "2", type: "note", name: "Lisa" }),
    entry({ id: "3", body: "$lime", operator_name: "Lisa" }),
    entry({ id: "4", body: "" }),
  ];
  const { messages, furtherCount } = readConversation(JSON.stringify({ id: 1, transcript }));
  assert.deepEqual(
    messages.map(({ speaker, part, leftOut, pointer }) => [speaker, part, leftOut, pointer]),
    [
      ["contact", "messages", null, "/transcript/0"],
      ["contact", "messages", "repeated", "/transcript/1"],
      ["unknown", "unknown", null, "/transcript/3"],
      ["operator", "commands", null, "/transcript/4"],
      ["contact", "messages", "empty", "/transcript/5"],
    ],
  );
  assert.equal(furtherCount, 0);
});

test("of a long transcript the first messages are shown, and the others are counted", () => {
  const transcript = Array.from({ length: 1000 }, (_, index) => ({ type: "message", id: `${index}`, body: "Hi" }));
  const { messages, furtherCount } = readConversation(JSON.stringify({ id: 1, transcript }));
  assert.equal(messages.length + furtherCount, 1000);
  assert.ok(messages.length >= 500);
});
