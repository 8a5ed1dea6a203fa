import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerEventParser } from "../../../www/src/views/conversations/server-events.ts";

test("server-sent events are read, however the text is cut", () => {
  const text =
    ': hello\n\nid: 1\nevent: progress\ndata: {"a":\ndata: 1}\n\nid: 2\nevent: end\ndata:{}\n\ndata: x\r\n\r\nid: 3\n';
  const expected = [
    { id: "1", event: "progress", data: '{"a":\n1}' },
    { id: "2", event: "end", data: "{}" },
    { id: "2", event: "message", data: "x" },
  ];
  for (const size of [1, 2, 3, 5, 100]) {
    const reader = new ServerEventParser();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...reader.push(text.slice(at, at + size)));
    assert.deepEqual(events, expected, `in pieces of ${size}`);
  }
});
