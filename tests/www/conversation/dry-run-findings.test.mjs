import assert from "node:assert/strict";
import { test } from "node:test";
import { dryRunFindings } from "../../../www/src/views/conversation/preview/dry-run-findings.ts";

const limetypes = { label: (name) => ({ helpdesk: "Ticket", history: "History note" })[name] };
const duplicates = { severity: "info", code: "duplicates-possible", object: "limeobject", message: "" };
const other = { severity: "warning", code: "several-found", object: "person", message: "" };
const change = (role, limetype, action) => ({ role, limetype, action, differences: [] });

test("a second object is possible of what is created, and its name is said", () => {
  const shown = (ticket, note, keys = {}) =>
    dryRunFindings(
      {
        findings: [duplicates, other],
        objects: [change("limeobject", "helpdesk", ticket), change("history", "history", note)],
      },
      { objects: [{ idempotencyProperty: keys.ticket }, { idempotencyProperty: keys.note }] },
      limetypes,
    ).map(({ finding, about }) => [finding.code, about]);
  const rest = ["several-found", undefined];
  assert.deepEqual(shown("keep", "keep"), [rest]);
  assert.deepEqual(shown("create", "keep"), [["duplicates-possible", "Ticket"], rest]);
  assert.deepEqual(shown("update", "create"), [["duplicates-possible", "History note"], rest]);
  assert.deepEqual(shown("create", "create"), [["duplicates-possible", "Ticket, History note"], rest]);
  assert.deepEqual(shown("create", "create", { ticket: "key" }), [["duplicates-possible", "History note"], rest]);
  assert.deepEqual(shown("create", "create", { ticket: "key", note: "key" }), [rest]);
});
