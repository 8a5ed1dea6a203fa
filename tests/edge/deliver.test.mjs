// The package's own delivery, from Node, into the sandbox Lime CRM over HTTP.
import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";
import { Mapper } from "userlike-limeobject";
import {
  connect,
  DeliveryError,
  deliver,
  dryRun,
  fetchLimetypes,
  linkToLimeobject,
  testConnection,
} from "userlike-limeobject/delivery";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import conversation from "userlike-limeobject/examples/conversation.json" with { type: "json" };
import { startEdge } from "./edge.mjs";

const edge = await startEdge({ after });
const lime = { url: `${edge.url}sandbox`, apiKey: "sandbox", settleTime: 500 };
const limetypes = await fetchLimetypes(lime);
const mapper = new Mapper(/** @type {any} */ (config), { limetypes });
const FILE = "https://media.userlike.com/lamp.png";

/** @param {object} [change] */
const payload = (change) => ({
  ...conversation,
  id: 63741936,
  contact: { ...conversation.contact, email: "astrid.bjork@example.com" },
  ...change,
});
const preview = (/** @type {object} */ change = {}) => mapper.preview(payload(change));
const withFile = () => {
  const [first] = conversation.transcript;
  return preview({ transcript: [...conversation.transcript, { ...first, id: "1.2.3", type: "message", url: FILE }] });
};
const fetchFile = async () => new Response("the picture", { headers: { "content-type": "image/png" } });

/** @param {string} path @param {string} method @param {unknown} [body] */
async function control(path, method, body) {
  const answer = await edge.fetch(`/sandbox/_control/${path}`, {
    method,
    headers: { "x-api-key": "sandbox", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
}

/** @param {string} limetype @returns {Promise<any[]>} */
async function all(limetype) {
  const answer = await edge.fetch(`/sandbox/api/v1/limeobject/${limetype}/?_limit=50`, {
    headers: { "x-api-key": "sandbox" },
  });
  return (await answer.json())._embedded.limeobjects;
}

const counts = async () => {
  const numbers = [];
  for (const limetype of ["ulconversation", "helpdesk", "history", "document"])
    numbers.push((await all(limetype)).length);
  return numbers;
};

/** @param {string} code */
const withCode = (code) => (/** @type {any} */ error) => {
  assert(error instanceof DeliveryError, String(error));
  assert.equal(error.code, code, error.message);
  assert(!JSON.stringify({ ...error, message: error.message }).includes("wrong-key"), "no key in an error");
  return true;
};

beforeEach(() => control("reset", "POST"));

test("a conversation becomes a limeobject with everything around it", async () => {
  /** @type {string[]} */
  const tasks = [];
  const receipt = await deliver(withFile(), {
    ...lime,
    fetchFile,
    onProgress: ({ task, phase }) => void (phase === "sending" && tasks.push(task)),
  });
  const [object] = await all("helpdesk");
  assert.equal(receipt.created, true);
  assert.equal(receipt.url, `${lime.url}/client/object/helpdesk/${object._id}`);
  assert.equal(linkToLimeobject(lime.url, "helpdesk", object._id), receipt.url);
  assert.deepEqual([object.person, object.company], [receipt.ids.person, receipt.ids.company]);
  const [note] = await all("history");
  assert.deepEqual([note.helpdesk, note.type.key], [object._id, "chat"]);
  const [document] = await all("document");
  assert.deepEqual([document.helpdesk, document.ul_messageid], [object._id, "1.2.3"]);
  const file = await edge.fetch(`/sandbox/api/v1/file/${document.document}/contents/`, {
    headers: { "x-api-key": "sandbox" },
  });
  assert.equal(await file.text(), "the picture");
  assert.match(file.headers.get("content-type") ?? "", /image\/png/);
  assert.deepEqual(tasks, [
    "lookup",
    "lookup",
    "find-ulconversation",
    "create-ulconversation",
    "create-limeobject",
    "create-note",
    "find-document",
    "fetch-file",
    "upload-file",
    "create-document",
  ]);
});

test("sent again: the same limeobject, one more note, unless nothing changed", async () => {
  const first = await deliver(withFile(), { ...lime, fetchFile });
  const again = await deliver(withFile(), { ...lime, fetchFile });
  assert.deepEqual([again.created, again.ids.limeobject], [false, first.ids.limeobject]);
  assert.deepEqual(await counts(), [1, 1, 2, 1]);
  const unchanged = await deliver(withFile(), { ...lime, fetchFile, onlyIfChanged: true });
  assert.equal(unchanged.findings[0]?.code, "note-unchanged");
  assert.deepEqual(await counts(), [1, 1, 2, 1]);
});

test("a dry run only reads", async () => {
  const forecast = await dryRun(withFile(), lime);
  assert.deepEqual(
    forecast.objects.map(({ role, action }) => `${action} ${role}`),
    ["create ulconversation", "create limeobject", "create history", "create document"],
  );
  assert.equal(forecast.found[0]?.descriptive, "Astrid Björk");
  assert.deepEqual(await counts(), [0, 0, 0, 0]);
  await deliver(preview(), lime);
  const changed = await dryRun(preview({ subject: "Broken lamp" }), { ...lime, existing: "overwrite" });
  const limeobject = changed.objects.find(({ role }) => role === "limeobject");
  assert.equal(limeobject?.action, "update");
  assert.deepEqual(limeobject?.differences, [
    { property: "title", now: "Chat", preview: "Broken lamp", written: true },
  ]);
  await deliver(preview({ subject: "Broken lamp" }), { ...lime, existing: "overwrite" });
  assert.equal((await all("helpdesk"))[0].title, "Broken lamp");
});

test("a conversation is connected to an existing limeobject, and later sends go there", async () => {
  const { ids } = await deliver(preview({ id: 1 }), lime);
  const connected = await connect(mapper.preview({ id: 2 }), Number(ids.limeobject), lime);
  assert.equal(connected.findings[0]?.code, "reconnected");
  const sent = await deliver(preview({ id: 2 }), lime);
  assert.equal(sent.ids.limeobject, ids.limeobject);
  await assert.rejects(connect(mapper.preview({ id: 2 }), 4711, lime), withCode("limeobject-not-found"));
});

test("what is wrong with the connection is said", async () => {
  await testConnection(lime);
  await assert.rejects(testConnection({ ...lime, url: "lime" }), withCode("bad-url"));
  await assert.rejects(testConnection({ ...lime, apiKey: "" }), withCode("bad-key"));
  await assert.rejects(testConnection({ ...lime, apiKey: "wrong-key" }), withCode("unauthorized"));
  await assert.rejects(testConnection({ ...lime, url: `${edge.url}nothing` }), withCode("not-lime-crm"));
  await assert.rejects(testConnection({ ...lime, url: "http://127.0.0.1:9/app" }), withCode("unreachable"));
  await assert.rejects(deliver(preview(), { ...lime, apiKey: "wrong-key" }), withCode("unauthorized"));
});

test("a preview with errors is refused, and so is an option that does not exist", async () => {
  const bad = mapper.preview({ ...conversation, id: null });
  await assert.rejects(deliver(bad, lime), (/** @type {any} */ error) => {
    assert.equal(error.findings[0].code, "conversation-id-missing");
    return withCode("not-ready")(error);
  });
  await assert.rejects(deliver(preview(), /** @type {any} */ ({ ...lime, onlyifchanged: true })), /"onlyifchanged"/);
  assert.deepEqual(await counts(), [0, 0, 0, 0]);
});

test("a file that is too large, or not allowed, is left out and named", async () => {
  const large = await deliver(withFile(), { ...lime, fetchFile, maxFileBytes: 3 });
  assert.match(large.findings[0]?.message ?? "", /larger than 3 bytes/);
  const unknown = await deliver(withFile(), { ...lime, mediaHosts: ["media.example.com"] });
  assert.match(unknown.findings[0]?.message ?? "", /the host media\.userlike\.com is not in the list of allowed hosts/);
  assert.deepEqual(await counts(), [1, 1, 2, 0]);
});

test("it can be ended, and taken up from what it left", async () => {
  const controller = new AbortController();
  /** @type {any} */
  let error;
  await deliver(preview(), {
    ...lime,
    signal: controller.signal,
    onProgress: ({ task, phase }) => void (task === "create-limeobject" && phase === "sending" && controller.abort()),
  }).catch((thrown) => {
    error = thrown;
  });
  withCode("aborted")(error);
  const receipt = await deliver(null, { ...lime, resume: error.state });
  assert.equal(receipt.created, true);
  assert.deepEqual(await counts(), [1, 1, 1, 0]);
  const elsewhere = { ...lime, url: "https://lime.example.com/app", resume: error.state };
  await assert.rejects(deliver(null, elsewhere), withCode("bad-state"));
  await assert.rejects(deliver(null, { ...lime, resume: "{}" }), withCode("bad-state"));
});

describe("whatever breaks, nothing is written twice", () => {
  const writes = [
    ["create-ulconversation", "/limeobject/ulconversation/$"],
    ["create-limeobject", "/limeobject/helpdesk/$"],
    ["create-note", "/limeobject/history/$"],
    ["upload-file", "/file/$"],
    ["create-document", "/limeobject/document/$"],
  ];
  const faults = {
    "cut before": { cut: "before" },
    "cut after": { cut: "after" },
    "429 with Retry-After": { status: 429, retryAfter: 1 },
    500: { status: 500 },
    "500 after it was done": { status: 500, after: true },
    "no answer, not done": { hang: "before" },
    "no answer, but done": { hang: "after" },
  };
  for (const [task, path] of writes) {
    for (const [name, fault] of Object.entries(faults)) {
      test(`${task}: ${name}`, async () => {
        await control("faults", "POST", { faults: [{ method: "POST", path, ...fault }] });
        const receipt = await deliver(withFile(), { ...lime, fetchFile, timeout: 1500 });
        assert.equal(receipt.created, true);
        assert.deepEqual(await counts(), [1, 1, 1, 1]);
        await deliver(withFile(), { ...lime, fetchFile });
        assert.deepEqual(await counts(), [1, 1, 2, 1]);
      });
    }
  }

  test("refused: Lime CRM's own words, with the property", async () => {
    const fault = {
      method: "POST",
      path: "/limeobject/helpdesk/$",
      status: 422,
      body: '{"message":"title: too long"}',
    };
    await control("faults", "POST", { faults: [fault] });
    await assert.rejects(deliver(preview(), lime), (/** @type {any} */ error) => {
      assert.deepEqual(
        error.findings.map((/** @type {any} */ { message, property }) => [message, property]),
        [["title: too long", "title"]],
      );
      assert.equal(error.resumable, false);
      return withCode("refused")(error);
    });
  });

  test("again and again: it fails, says so, and goes on from there", async () => {
    await control("faults", "POST", {
      faults: [{ method: "POST", path: "/limeobject/history/$", status: 503, times: 2 }],
    });
    /** @type {any} */
    const error = await deliver(preview(), { ...lime, attempts: 2 }).catch((thrown) => thrown);
    withCode("unavailable")(error);
    assert.equal(error.resumable, true);
    const receipt = await deliver(null, { ...lime, resume: error.state });
    assert.equal(receipt.created, true);
    assert.deepEqual(await counts(), [1, 1, 1, 0]);
  });
});
