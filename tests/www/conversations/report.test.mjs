import assert from "node:assert/strict";
import { test } from "node:test";
import { csvLine } from "../../../shared/csv.ts";
import { csvReport, jsonReport } from "../../../www/src/views/conversations/report.ts";
import { finding, row } from "./rows.mjs";

test("a cell of a CSV file is quoted where it must be", () => {
  assert.equal(
    csvLine([1, true, null, "plain", 'with "quotes"', "a,b", "two\nlines"]),
    '1,true,,plain,"with ""quotes""","a,b","two\nlines"\r\n',
  );
});

test("nothing that a stranger wrote is a formula in a spreadsheet", () => {
  const formulas = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =cmd|' /C calc'!A0",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b@x",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\u0000=1",
  ];
  for (const formula of formulas) {
    const line = csvLine([formula]);
    assert.match(line, /^"?'/, JSON.stringify(formula));
  }
  assert.equal(csvLine([-5]), "-5\r\n", "our own numbers stay numbers");
  assert.equal(csvLine(["a=b", "a-b"]), "a=b,a-b\r\n");
});

test("the reports say the same: what it was, what was found, and what became of it", () => {
  const rows = [
    row({
      conversation: 7,
      contact: "=HYPERLINK(1)",
      topics: ["a", "b"],
      startedAt: 0,
      verdict: "warnings",
      findings: [finding("warning", "text-cut")],
      send: { progress: "done", created: true, missingFiles: 2, url: "https://lime.example/1", error: null },
    }),
    row({ conversation: null, readError: { message: "line 3: not JSON" } }),
  ];
  const csv = csvReport(rows);
  assert.ok(csv.startsWith("\ufeffconversation,contact,email,"));
  assert.ok(csv.includes(`\r\n7,"'=HYPERLINK(1)",,"a; b",open,`));
  assert.match(csv, /done,true,https:\/\/lime\.example\/1/);
  assert.match(csv, /unreadable,line 3: not JSON/);
  assert.match(csv, /,missingFiles\r\n7,.*,2\r\n/);
  const { conversations, reportedAt } = JSON.parse(jsonReport(rows, new Date(0)));
  assert.equal(reportedAt, "1970-01-01T00:00:00.000Z");
  assert.equal(conversations[0].contact, "=HYPERLINK(1)");
  assert.equal(conversations[0].started, "1970-01-01T00:00:00.000Z");
  assert.deepEqual(conversations[0].topics, ["a", "b"]);
  assert.equal(conversations[0].findings[0].code, "text-cut");
  assert.equal(conversations[1].check, "unreadable");
});
