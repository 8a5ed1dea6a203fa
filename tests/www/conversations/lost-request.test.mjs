import assert from "node:assert/strict";
import { test } from "node:test";
import { findJob } from "../../../www/src/views/conversations/lost-request.ts";

/** A worker with these jobs, newest first, each with its rows. */
const worker = (...jobs) => ({
  json: async (route, request) => {
    if (route === "GET /api/bulk") return { jobs: jobs.map(({ conversations, ...job }) => job) };
    const { conversations } = jobs.find(({ id }) => id === request.params.id);
    return { rows: conversations.map((conversation, at) => ({ row: at + 1, conversation })) };
  },
});

const job = (id, conversations, more = {}) => ({
  id,
  kind: "bulk",
  state: "running",
  range: null,
  counts: { total: conversations.length },
  conversations,
  ...more,
});

const wanted = { kind: "bulk", conversations: [1, 2, 3], range: null, known: new Set(["old"]) };

test("the job of a lost request is the new one with the same conversations", async () => {
  const found = await findJob(
    worker(job("longer", [1, 2, 3, 4]), job("other", [1, 2, 9]), job("mine", [1, 2, 3]), job("old", [1, 2, 3])),
    wanted,
  );
  assert.equal(found.id, "mine");
  assert.equal(
    await findJob(worker(job("old", [1, 2, 3]), job("failed", [1, 2, 3], { state: "failed" })), wanted),
    undefined,
  );
});

test("a job whose upload is still received has the first conversations only", async () => {
  const found = await findJob(worker(job("mine", [1, 2], { state: "receiving" })), wanted);
  assert.equal(found.id, "mine");
});

test("a backfill is found by its range", async () => {
  const range = { from: "2024-01-01T00:00:00.000Z", to: "2024-01-02T00:00:00.000Z" };
  const jobs = worker(
    job("a", [], { kind: "backfill", range: { ...range, to: "2024-01-03T00:00:00.000Z" } }),
    job("b", [], { kind: "backfill", range }),
  );
  const request = {
    kind: "backfill",
    conversations: null,
    range: { from: "2024-01-01", to: "2024-01-02" },
    known: new Set(),
  };
  assert.equal((await findJob(jobs, request)).id, "b");
});
