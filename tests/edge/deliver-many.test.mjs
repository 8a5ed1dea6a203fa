// Many conversations at once, from Node, through the bulk import of the sandbox Lime CRM.
import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";
import { Mapper } from "userlike-limeobject";
import { DeliveryError, deliver, deliverMany, fetchLimetypes } from "userlike-limeobject/delivery";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import conversation from "userlike-limeobject/examples/conversation.json" with { type: "json" };
import { startEdge } from "./edge.mjs";
import { addFaults, all, control, made } from "./sandboxed.mjs";

const edge = await startEdge({ after });
let requests = 0;
const lime = {
  url: `${edge.url}sandbox`,
  apiKey: "sandbox",
  settleTime: 500,
  /** @type {typeof fetch} */
  fetch: (input, init) => {
    requests += 1;
    return edge.fetch(String(input), init);
  },
};
const limetypes = await fetchLimetypes(lime);
const mapper = new Mapper(/** @type {any} */ (config), { limetypes });
const PEOPLE = ["astrid.bjork@example.com", "ASTRID.BJORK@example.com", "nobody@example.com"];

/** @param {number} id @param {object} [change] */
const preview = (id, change = {}) =>
  mapper.preview({
    ...conversation,
    id,
    contact: { ...conversation.contact, email: PEOPLE[id % PEOPLE.length] },
    ...change,
  });
/** @param {number} count */
const previews = (count) => Array.from({ length: count }, (_, n) => preview(70_000_001 + n));

/** @param {number} expected How many of each there are, each of a conversation of its own. */
async function eachOnce(expected) {
  assert.deepEqual(await made(edge), { helpdesk: expected, ulconversation: expected, history: expected });
  const [conversations, helpdesks, notes] = await Promise.all(
    ["ulconversation", "helpdesk", "history"].map((limetype) => all(edge, limetype)),
  );
  const distinct = (/** @type {any[]} */ objects, /** @type {string} */ name) =>
    new Set(objects.map((object) => object[name]).filter(Number.isInteger)).size;
  assert.equal(distinct(conversations ?? [], "conversationid"), expected);
  assert.equal(distinct(helpdesks ?? [], "ulconversation"), expected);
  assert.equal(distinct(notes ?? [], "helpdesk"), expected);
}

/** What the report leaves, as it says. @param {any} report @param {any[]} sent */
async function oneByOne(report, sent) {
  for (const { index, noteMayExist } of report.fallbacks)
    await deliver(sent[index], { ...lime, onlyIfChanged: noteMayExist });
}

beforeEach(async () => {
  await control(edge, "reset", {});
  requests = 0;
});

test("two hundred conversations take a few requests", async (t) => {
  const report = await deliverMany(previews(200), lime);
  const many = requests;
  assert.deepEqual(report.fallbacks, []);
  assert.equal(report.delivered.length, 200);
  await eachOnce(200);
  const [first] = report.delivered;
  assert.equal(first?.conversation, 70_000_001);
  assert.equal(first?.url, `${lime.url}/client/object/helpdesk/${first?.ids.limeobject}`);
  const opened = await edge.fetch(/** @type {string} */ (first?.url), { headers: { "x-api-key": "sandbox" } });
  assert.equal(opened.status, 200);

  // By itself, the same conversation gets the same people.
  await control(edge, "reset", {});
  requests = 0;
  const alone = await deliver(preview(70_000_002), lime);
  const one = requests;
  const people = (/** @type {any} */ { person, company, coworker }) => ({ person, company, coworker });
  assert.deepEqual(people(report.delivered[1]?.ids), people(alone.ids));
  assert(alone.ids.person !== undefined && alone.ids.company !== undefined);
  t.diagnostic(`200 conversations: ${many} requests in bulk, about ${200 * one} one by one (${one} each)`);
  assert(many * 20 < 200 * one, `${many} requests`);
});

test("sent again, there is one more note of each", async () => {
  await deliver(preview(70_000_002), lime);
  await deliverMany(previews(5), lime);
  const again = await deliverMany(previews(5), lime);
  assert.deepEqual(
    again.delivered.map(({ created }) => created),
    Array(5).fill(false),
  );
  assert.deepEqual(await made(edge), { helpdesk: 5, ulconversation: 5, history: 11 });
  const unchanged = await deliverMany(previews(5), { ...lime, onlyIfChanged: true });
  assert.deepEqual([...new Set(unchanged.fallbacks.map(({ reason }) => reason))], ["exists"]);
  assert.deepEqual(await made(edge), { helpdesk: 5, ulconversation: 5, history: 11 });
});

test("without the package, all are to go one by one, and nothing is written", async () => {
  await control(edge, "bulk-import", { installed: false });
  const sent = previews(60);
  const report = await deliverMany(sent, lime);
  assert.deepEqual([report.delivered.length, report.fallbacks.length], [0, 60]);
  assert.deepEqual([...new Set(report.fallbacks.map(({ reason }) => reason))], ["no-bulk-import"]);
  assert(requests <= 4, `${requests} requests`);
  assert.deepEqual(await made(edge), { helpdesk: 0, ulconversation: 0, history: 0 });
});

test("what can't go in bulk, or is not written, is named and goes one by one", async () => {
  const [first] = conversation.transcript;
  const file = { ...first, id: "1.2.3", type: "message", url: "https://media.userlike.com/lamp.png" };
  const sent = [
    preview(1),
    preview(2, { transcript: [...conversation.transcript, file] }),
    mapper.preview({ ...conversation, id: null }),
    preview(1),
  ];
  const report = await deliverMany(sent, lime);
  assert.deepEqual(
    report.fallbacks.map(({ index, reason }) => [index, reason]),
    [
      [1, "has-files"],
      [2, "not-ready"],
      [3, "repeated"],
    ],
  );
  assert.deepEqual(
    report.delivered.map(({ conversation }) => conversation),
    [1],
  );

  await control(edge, "reset", {});
  await control(edge, "bulk-import", { fail: true });
  const failed = await deliverMany(previews(3), lime);
  assert.deepEqual([...new Set(failed.fallbacks.map(({ reason }) => reason))], ["not-written"]);
  await control(edge, "bulk-import", { fail: false });
  await oneByOne(failed, previews(3));
  await eachOnce(3);
});

test("what is wrong is said", async () => {
  /** @param {string} code */
  const withCode = (code) => (/** @type {any} */ error) => {
    assert(error instanceof DeliveryError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
  await assert.rejects(deliverMany(previews(1001), lime), withCode("too-many"));
  await assert.rejects(deliverMany(previews(1), { ...lime, apiKey: "wrong" }), withCode("unauthorized"));
  await assert.rejects(deliverMany(/** @type {any} */ ({}), lime), withCode("bad-preview"));
  await assert.rejects(deliverMany(null, { ...lime, resume: "{}" }), withCode("bad-state"));
  await assert.rejects(deliverMany(previews(1), /** @type {any} */ ({ ...lime, limeobject: 7 })), /"limeobject"/);
});

describe("whatever breaks, nothing is written twice", () => {
  const jobs = "/bulk-imports/?$";
  const job = "/bulk-imports/[0-9a-f-]{36}$";
  const asked = /** @type {const} */ ([
    ["the first job is made", "POST", jobs, 0],
    ["ulconversations are sent", "POST", job, 0],
    ["limeobjects are sent", "POST", job, 1],
    ["notes are sent", "POST", job, 2],
    ["a job is looked at", "GET", job, 1],
    ["ids are read", "GET", "/query/", 1],
  ]);
  const faults = {
    "cut before": { cut: "before" },
    "cut after": { cut: "after" },
    "429 with Retry-After": { status: 429, retryAfter: 1 },
    500: { status: 500 },
    "500 after it was done": { status: 500, after: true },
    "no answer, but done": { hang: "after" },
  };
  for (const [what, method, path, skip] of asked)
    for (const [name, fault] of Object.entries(faults).filter(([name]) => method === "POST" || /after|429/.test(name)))
      test(`${what}: ${name}`, async () => {
        await addFaults(edge, { method, path, skip, ...fault });
        const report = await deliverMany(previews(4), { ...lime, timeout: 1500 });
        const { faults } = await control(edge, "faults");
        assert.equal(faults[0].hits, 1, "it met the fault");
        assert.deepEqual(report.fallbacks, []);
        await eachOnce(4);
      });

  for (const task of ["import-ulconversations", "import-limeobjects", "import-notes"])
    for (const phase of ["sending", "answered"])
      test(`${task}: the process ends while it is ${phase}`, async () => {
        let kept = "";
        const end = new Error("the process ends");
        const killed = deliverMany(previews(4), {
          ...lime,
          onProgress: (step) => {
            kept = step.state ?? kept;
            if (step.task === task && step.phase === phase) throw end;
          },
        });
        await assert.rejects(killed, end);
        const report = await deliverMany(null, { ...lime, resume: kept });
        assert.equal(report.delivered.length, 4);
        await eachOnce(4);
      });
});
