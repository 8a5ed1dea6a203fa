import assert from "node:assert/strict";
import { test } from "node:test";
import { markSuperseded, summarizeChecks } from "../../../www/src/views/conversations/check-summary.ts";
import { finding, row } from "./rows.mjs";

test("the summary counts who can be sent and why the others can't, each conversation once per reason", () => {
  const missing = finding("error", "required-missing", { object: "limeobject", property: "title" });
  const rows = [
    row(),
    row({
      verdict: "warnings",
      findings: [finding("warning", "text-cut"), finding("warning", "text-cut"), finding("info", "rule-skipped")],
    }),
    row({ verdict: "blocked", findings: [missing] }),
    row({ verdict: "blocked", findings: [missing, finding("warning", "text-cut")] }),
    row({ readError: { message: "not JSON" }, conversation: null }),
  ];
  const { counts, sendable, groups, total } = summarizeChecks(rows);
  assert.equal(total, 5);
  assert.deepEqual(counts, { ready: 1, warnings: 1, blocked: 2, unreadable: 1, unchecked: 0 });
  assert.deepEqual(sendable, rows.slice(0, 2));
  assert.deepEqual(
    groups.map(({ code, rows, property }) => [code, rows, property]),
    [
      ["required-missing", 2, "title"],
      ["text-cut", 2, null],
    ],
  );
});

test("of a conversation that is there twice, the last payload is sent", () => {
  const rows = [
    row({ conversation: 5 }),
    row({ conversation: 6 }),
    row({ conversation: 5 }),
    row({ conversation: null, readError: { message: "x" } }),
    row({ conversation: null, readError: { message: "x" } }),
  ];
  const marked = markSuperseded(rows);
  assert.deepEqual(
    marked.map(({ superseded }) => superseded),
    [true, false, false, false, false],
  );
  const { sendable, superseded } = summarizeChecks(marked);
  assert.deepEqual(sendable, [rows[1], rows[2]]);
  assert.equal(superseded, 1);
});
