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
