import assert from "node:assert/strict";
import { test } from "node:test";
import { failureKey, summarizeFailures } from "../../../www/src/views/conversations/failure-summary.ts";
import { filterAndSort, NO_FILTER } from "../../../www/src/views/conversations/filter.ts";
import { row } from "./rows.mjs";

const failed = (code, message) =>
  row({ send: { progress: "failed", created: null, url: null, error: { code, message } } });

test("failures with the same reason are one group, whatever its numbers and values are", () => {
  const rows = [
    failed("unavailable", "Lime CRM answered 503"),
    failed("refused", 'the property "title" of helpdesk 17 is too long: 300 characters'),
    failed("refused", 'the property "subject" of helpdesk 9 is too long: 301 characters'),
    failed("refused", "no room"),
    row(),
    row({ send: { progress: "done", created: true, url: null, error: null } }),
  ];
  const groups = summarizeFailures(rows);
  assert.deepEqual(
    groups.map(({ first, rows }) => [first.message, rows]),
    [
      ['the property "title" of helpdesk 17 is too long: 300 characters', 2],
      ["Lime CRM answered 503", 1],
      ["no room", 1],
    ],
  );
  const [group] = groups;
  assert.equal(failureKey(rows[2].send.error), group.key);
  assert.deepEqual(filterAndSort(rows, { ...NO_FILTER, failure: group.key }, null), rows.slice(1, 3));
});
