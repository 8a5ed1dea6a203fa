import assert from "node:assert/strict";
import { test } from "node:test";
import { filterAndSort, filterOptions, NO_FILTER } from "../../../www/src/views/conversations/filter.ts";
import { finding, row } from "./rows.mjs";

const rows = [
  row({
    conversation: 30,
    contact: "Åsa",
    email: "asa@x.se",
    topics: ["support", "lead"],
    startedAt: 3000,
    messages: 5,
  }),
  row({
    conversation: 4,
    contact: "bob",
    status: "ended",
    startedAt: 1000,
    verdict: "blocked",
    findings: [finding("error", "required-missing")],
  }),
  row({
    conversation: 100,
    contact: "",
    email: "carl@x.se",
    topics: ["lead"],
    startedAt: null,
    verdict: "warnings",
    findings: [finding("warning", "text-cut"), finding("warning", "text-cut")],
  }),
  row({ conversation: null, readError: { message: "not JSON" }, contact: "" }),
];
const ids = (found) => found.map(({ conversation }) => conversation);
const of = (filter) => ids(filterAndSort(rows, { ...NO_FILTER, ...filter }, null));

test("without a filter all rows are there, as they came", () => assert.deepEqual(of({}), [30, 4, 100, null]));

test("rows are found by status, topic, finding, check status and progress", () => {
  assert.deepEqual(of({ status: "ended" }), [4]);
  assert.deepEqual(of({ topic: "lead" }), [30, 100]);
  assert.deepEqual(of({ topic: "" }), [4, null]);
  assert.deepEqual(of({ finding: "text-cut" }), [100]);
  assert.deepEqual(of({ checkStatus: "blocked" }), [4]);
  assert.deepEqual(of({ checkStatus: "unreadable" }), [null]);
  assert.deepEqual(of({ send: "none" }), [30, 4, 100, null]);
  assert.deepEqual(of({ topic: "lead", checkStatus: "ready" }), [30]);
});

test("the search takes words in any order, in ids, names, addresses and topics", () => {
  assert.deepEqual(of({ search: "ÅSA" }), [30]);
  assert.deepEqual(of({ search: "x.se lead" }), [30, 100]);
  assert.deepEqual(of({ search: "lead asa" }), [30]);
  assert.deepEqual(of({ search: "100" }), [100]);
  assert.deepEqual(of({ search: "nobody" }), []);
});

test("rows are sorted by every column, both ways, with nothing at the end", () => {
  const by = (column, descending = false) => ids(filterAndSort(rows, NO_FILTER, { column, descending }));
  assert.deepEqual(by("conversation"), [4, 30, 100, null]);
  assert.deepEqual(by("conversation", true), [100, 30, 4, null]);
  assert.deepEqual(by("started"), [4, 30, 100, null]);
  assert.deepEqual(by("started", true), [30, 4, 100, null]);
  assert.deepEqual(by("contact"), [30, 4, 100, null]);
  assert.deepEqual(by("check"), [null, 4, 100, 30]);
  assert.deepEqual(by("messages", true)[0], 30);
});

test("each filter offers what is there, the most frequent first", () => {
  const found = filterOptions(rows);
  assert.deepEqual(found.statuses, [
    { value: "open", rows: 3 },
    { value: "ended", rows: 1 },
  ]);
  assert.deepEqual(found.topics, [
    { value: "", rows: 2 },
    { value: "lead", rows: 2 },
    { value: "support", rows: 1 },
  ]);
  assert.deepEqual(found.findings, [
    { value: "required-missing", rows: 1 },
    { value: "text-cut", rows: 1 },
  ]);
});

test("10,000 rows are searched and sorted", () => {
  const many = Array.from({ length: 10_000 }, (_, i) =>
    row({
      conversation: 60_000_000 + ((i * 7919) % 10_000),
      contact: `Contact ${(i * 104_729) % 10_000}`,
      topics: [`t${i % 7}`],
    }),
  );
  for (const column of ["conversation", "contact", "topics", "check"]) {
    assert.equal(filterAndSort(many, { ...NO_FILTER, search: "contact" }, { column, descending: true }).length, 10_000);
  }
});
