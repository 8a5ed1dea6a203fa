// The package limepkg-mbeku-bulk-import.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, isDurable, refused, until } from "./sandbox.mjs";

const { ask, control, fetch, list, reset, restart } = application("bulk-import");

/** @typedef {import("./sandbox.mjs").Answer} Answer */

describe("bulk import", () => {
  beforeEach(reset);

  /** @param {object} job @param {unknown} rows */
  async function run(job, rows) {
    const created = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job);
    assert.equal(created.status, 201, JSON.stringify(created.body));
    const { id, status } = created.body;
    assert.equal(status, "waiting_for_data");
    const uploaded = await send(id, rows);
    assert.equal(uploaded.status, 200, JSON.stringify(uploaded.body));
    return finished(id);
  }

  /** @param {string} id @param {unknown} rows @returns {Promise<Answer>} */
  async function send(id, rows) {
    const form = new FormData();
    form.append("file", new Blob([JSON.stringify(rows)], { type: "application/json" }), "import-data.json");
    const answer = await fetch(`limepkg-mbeku-bulk-import/bulk-imports/${id}`, {
      method: "POST",
      headers: { "x-api-key": "sandbox" },
      body: form,
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  /** @param {string} id */
  const finished = async (id) =>
    (
      await until(
        () => ask("GET", `limepkg-mbeku-bulk-import/bulk-imports/${id}`),
        ({ body }) => body.status !== "ready" && body.status !== "waiting_for_data",
      )
    ).body;

  const values = (/** @type {object[]} */ ...rows) => rows.map((row) => ({ values: row }));
  const properties = ["name", "email"];

  test("creates, also many", async () => {
    const rows = Array.from({ length: 450 }, (_, i) => ({ name: `Bulk ${i}`, email: `bulk${i}@example.com` }));
    const job = await run({ limetype: "person", mode: "create", properties }, values(...rows));
    assert.equal(job.status, "succeeded");
    assert.deepEqual(job.result, { total: 450, created: 450, updated: 0, skipped: 0, failed: 0 });
    assert.ok(job.startedAt && job.endedAt);
    assert.equal((await list("person", "?email=bulk449@example.com")).length, 1);
    assert.equal((await control("stats", undefined, "GET")).objects.person, 457);
  });

  test("updates what matches, creates what doesn't, as the mode says", async () => {
    const rows = values(
      { name: "Marta N.", email: "marta.nowak@example.com" },
      { name: "New", email: "new@example.com" },
    );
    const job = { limetype: "person", properties, matchingProperty: "email" };
    assert.deepEqual((await run({ ...job, mode: "update" }, rows)).result, {
      ...{ total: 2, created: 0, updated: 1, skipped: 1, failed: 0 },
    });
    assert.deepEqual((await run({ ...job, mode: "create_or_update" }, rows)).result, {
      ...{ total: 2, created: 1, updated: 1, skipped: 0, failed: 0 },
    });
    assert.deepEqual((await run({ ...job, mode: "create" }, rows)).result, {
      ...{ total: 2, created: 0, updated: 0, skipped: 2, failed: 0 },
    });
    assert.equal((await list("person", "?email=marta.nowak@example.com"))[0].name, "Marta N.");
  });

  test("rows that Lime CRM would refuse fail, the others don't", async () => {
    const job = { limetype: "helpdesk", mode: "create", properties: ["title", "priority", "coworker.name", "company"] };
    const good = { title: "ok", priority: { key: "low" }, coworker: "Peter Testman", company: 1001 };
    const rows = [
      ...values(good, { ...good, title: null }, { ...good, rating: 5 }, { ...good, coworker: "Nobody" }, {}),
      ...["no values", null],
    ];
    const { id, status, result } = await run(job, rows);
    assert.equal(status, "succeeded");
    assert.deepEqual(result, { total: 7, created: 1, updated: 0, skipped: 0, failed: 6 });
    assert.equal((await list("helpdesk"))[0].coworker, 1001);
    const { problems } = await control(`bulk-import/${id}/problems`, undefined, "GET");
    assert.deepEqual(
      problems.map((/** @type {any} */ { number }) => number),
      [1, 2, 3, 4, 5, 6],
    );
    assert.match(problems[0].problem, /null/);
  });

  test("rows with the value of a unique property that exists fail, or are skipped by it", async () => {
    await control("limetypes", [
      { name: "order", properties: [{ name: "key", type: "string", length: 64, unique: true }] },
    ]);
    const job = { limetype: "order", mode: "create", properties: ["key"] };
    const rows = values({ key: "a" }, { key: "A" }, { key: "b" }, {}, {});
    assert.deepEqual((await run(job, rows)).result, { total: 5, created: 4, updated: 0, skipped: 0, failed: 1 });
    const matched = { ...job, matchingProperty: "key" };
    assert.deepEqual((await run(matched, values({ key: "b" }, { key: "c" }, { key: "c" }))).result, {
      ...{ total: 3, created: 1, updated: 0, skipped: 2, failed: 0 },
    });
    assert.equal((await list("order")).length, 5);
  });

  test("jobs that make no sense are refused", async () => {
    const job = { limetype: "person", mode: "create", properties };
    /** @type {[object, number, string][]} */
    const bad = [
      [{ ...job, limetype: "ticket" }, 404, "limetype-not-found"],
      [{ ...job, mode: "upsert" }, 400, "bad-bulk-import"],
      [{ ...job, mode: "update" }, 400, "bad-bulk-import"],
      [{ ...job, properties: [] }, 400, "bad-bulk-import"],
      [{ ...job, properties: ["colour"] }, 400, "bad-bulk-import"],
      [{ ...job, properties: ["history"] }, 400, "bad-bulk-import"],
      [{ ...job, properties: ["email.x"] }, 400, "bad-bulk-import"],
      [{ ...job, matchingProperty: "colour" }, 400, "unknown-property"],
    ];
    for (const [asked, status, code] of bad) {
      refused(await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", asked), status, code);
    }
    refused(await ask("GET", "limepkg-mbeku-bulk-import/bulk-imports/nope"), 404, "bulk-import-not-found");
    const { body } = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job);
    refused(await send(body.id, { values: {} }), 400, "bad-bulk-import", /JSON list/);
    refused(await ask("POST", `limepkg-mbeku-bulk-import/bulk-imports/${body.id}`, []), 415, "not-multipart");
    assert.equal((await send(body.id, [])).status, 200);
    refused(await send(body.id, []), 409, "bulk-import-has-data");
    assert.deepEqual((await finished(body.id)).result, { total: 0, created: 0, updated: 0, skipped: 0, failed: 0 });
  });

  test("it can be away, slow, or failing", async () => {
    const job = { limetype: "person", mode: "create", properties };
    await control("bulk-import", { installed: false });
    refused(await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job), 404, "no-route");
    await control("bulk-import", { installed: true, fail: true });
    const failed = await run(job, values({ name: "x" }));
    assert.deepEqual([failed.status, failed.result.created], ["failed", 0]);
    await control("bulk-import", { fail: false, delay: 300 });
    const { body } = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job);
    assert.equal((await send(body.id, values({ name: "slow" }))).body.status, "ready");
    assert.equal((await finished(body.id)).status, "succeeded");
    assert.equal((await ask("POST", "_control/bulk-import", { installed: "no" })).status, 400);
  });

  test("it can reject jobs, data and rows, and break in the middle", async () => {
    const job = { limetype: "person", mode: "create", properties };
    await control("bulk-import", { rejectJobs: ["person"] });
    refused(await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job), 400, "bad-bulk-import");
    await control("bulk-import", { rejectJobs: [], rejectData: ["person"] });
    const { body } = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job);
    refused(await send(body.id, values({ name: "x" })), 413, "body-too-large");
    await control("bulk-import", { rejectData: [], failRowsWith: "Bad" });
    const { result } = await run(job, values({ name: "Bad" }, { name: "Good" }));
    assert.deepEqual(result, { total: 2, created: 1, updated: 0, skipped: 0, failed: 1 });
    await control("bulk-import", { failRowsWith: "", failAfterFirstRow: ["person"] });
    assert.equal((await run(job, values({ name: "Half" }, { name: "Half" }))).status, "failed");
    assert.equal((await list("person", "?name=Half")).length, 1);
    for (const wrong of [{ rejectJobs: "person" }, { rejectData: [5] }, { oops: 1 }]) {
      refused(await ask("POST", "_control/bulk-import", wrong), 400, "bad-options");
    }
  });

  test("it begins with the nth request for the status, and accepts more data until then", async () => {
    await control("bulk-import", { startAtPoll: 3, acceptMoreData: true });
    const job = { limetype: "person", mode: "create", properties };
    const { body } = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", job);
    const poll = async () => (await ask("GET", `limepkg-mbeku-bulk-import/bulk-imports/${body.id}`)).body;
    await send(body.id, values({ name: "Part 1" }));
    assert.equal((await poll()).status, "ready");
    assert.equal((await send(body.id, values({ name: "Part 2" }))).status, 200);
    assert.equal((await poll()).status, "ready");
    const { status, result } = await poll();
    assert.deepEqual([status, result.created], ["succeeded", 2]);
    refused(await send(body.id, values({ name: "Part 3" })), 409, "bulk-import-has-data");
  });

  test("a job survives that the worker is killed", { skip: !isDurable }, async () => {
    await control("bulk-import", { delay: 400 });
    const { body } = await ask("POST", "limepkg-mbeku-bulk-import/bulk-imports/", {
      limetype: "person",
      mode: "create",
      properties,
    });
    await send(body.id, values({ name: "Survivor" }));
    await restart();
    assert.equal((await finished(body.id)).result.created, 1);
  });
});
