// Callbacks of Userlike's API add-on: stored, queued and delivered later, or kept as dead letters.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { ADMIN_TOKEN, startEdge, WEBHOOK_SECRET } from "./edge.mjs";
import { addFaults, addOn, all, control, made, operatorSays, payload } from "./sandboxed.mjs";

const NOTHING = { helpdesk: 0, ulconversation: 0, history: 0 };
const ended = (id, more = {}) => payload(id, { _type: "conversation", _event: "ended", ...more });

/** @param {import("./edge.mjs").Edge} edge @param {unknown} json @param {Record<string, string>} headers */
async function callBack(edge, json, headers = { "x-userlike-secret": WEBHOOK_SECRET }) {
  const answer = await edge.fetch("/webhooks/userlike", { method: "POST", headers, body: JSON.stringify(json) });
  return { status: answer.status, body: await answer.json() };
}

/** @param {import("./edge.mjs").Edge} edge @param {number} id @param {string} status */
const becomes = (edge, id, status) =>
  edge.until(
    async () => (await edge.ask(`/api/conversations/${id}`)).body,
    ({ sends }) => sends?.every((send) => send.status === status),
  );

test("an ended conversation is accepted at once and delivered afterwards; a duplicate callback changes nothing", async (t) => {
  const edge = await startEdge(t);
  const first = await callBack(edge, ended(1));
  assert.deepEqual(first, { status: 200, body: { conversation: 1, send: 1 } });
  const again = await Promise.all(Array.from({ length: 10 }, () => callBack(edge, ended(1))));
  assert(again.every(({ status, body }) => status === 200 && /before/.test(body.ignored)));
  await becomes(edge, 1, "done");
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 1 });
  assert(/before/.test((await callBack(edge, ended(1))).body.ignored));
  // The conversation continued and ended again.
  await callBack(edge, ended(1, { transcript: operatorSays("One more thing") }));
  await becomes(edge, 1, "done");
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 2 });
});

test("callbacks without the secret are rejected", async (t) => {
  const edge = await startEdge(t, { vars: { WEBHOOK_HEADER: "x-my-secret" } });
  /** @type {Record<string, string>[]} */
  const wrong = [{}, { "x-my-secret": "wrong" }, { "x-userlike-secret": WEBHOOK_SECRET }, { "x-my-secret": "" }];
  for (const headers of wrong) {
    assert.equal((await callBack(edge, ended(1), headers)).status, 401);
  }
  assert.equal((await callBack(edge, ended(1), { "x-my-secret": WEBHOOK_SECRET })).status, 200);
  const open = await startEdge(t, { vars: { WEBHOOK_SECRET: undefined } });
  const { status, body } = await callBack(open, ended(1), { "x-userlike-secret": "" });
  assert.deepEqual([status, body.error.code], [503, "no-webhook-secret"]);
});

test("a callback that is not a trigger is ignored, with the reason", async (t) => {
  const edge = await startEdge(t);
  for (const callback of [
    payload(1),
    payload(1, { _type: "chat_session", _event: "start" }),
    payload(1, { _type: "chat_session", _event: "message_sent" }),
    { _type: "operator", _event: "online", id: 7 },
    { _type: "conversation", _event: "ended" },
  ]) {
    const { status, body } = await callBack(edge, callback);
    assert.deepEqual([status, Object.keys(body)], [200, ["ignored"]]);
  }
  assert.equal((await callBack(edge, "nonsense")).status, 400);
  assert.equal((await edge.ask("/api/conversations/1")).status, 404);
  assert.deepEqual(await made(edge), NOTHING);
});

test("the chat command sends when it is written, and not in later callbacks", async (t) => {
  const edge = await startEdge(t);
  const transcript = operatorSays("$lime helpdesk");
  const written = payload(1, { _type: "chat_session", _event: "message_sent", transcript });
  assert.deepEqual((await callBack(edge, written)).body, { conversation: 1, send: 1 });
  const { sends } = await becomes(edge, 1, "done");
  assert.deepEqual(sends[0].options, { instance: "helpdesk" });
  const rated = payload(1, { _type: "chat_session", _event: "rating", transcript });
  assert.match((await callBack(edge, rated)).body.ignored, /not one of the triggers/);
  // The callback of the end has the same text: no second note.
  assert.equal((await callBack(edge, ended(1, { transcript }))).body.send, 2);
  await becomes(edge, 1, "done");
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 1 });
});

test("the settings select the triggers", async (t) => {
  const edge = await startEdge(t);
  await edge.ask("/api/settings", { method: "PUT", json: { triggers: ["chat_session.feedback"] } });
  assert("ignored" in (await callBack(edge, ended(1))).body);
  const command = payload(1, { _type: "chat_session", _event: "message_sent", transcript: operatorSays("$lime") });
  assert("ignored" in (await callBack(edge, command)).body);
  const feedback = payload(1, { _type: "chat_session", _event: "feedback" });
  assert.equal((await callBack(edge, feedback)).body.conversation, 1);
  await becomes(edge, 1, "done");
});

test("lost queue messages lose no conversation", async (t) => {
  const edge = await startEdge(t, { vars: { RESUME_SECONDS: "0.2" } });
  await callBack(edge, ended(1));
  await edge.restart();
  await becomes(edge, 1, "done");
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 1 });
});

test("an undeliverable send becomes a dead letter, which is redriven or deleted", async (t) => {
  const vars = { DELIVERY_ATTEMPTS: "2", RETRY_SECONDS: "0.2", RESUME_SECONDS: "0.5" };
  const edge = await startEdge(t, { vars });
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, { path: "/limeobject/|/query/", status: 500, times: 10_000 });
  for (const id of [1, 2, 3]) await callBack(edge, ended(id));
  const letters = async (path = "") => (await edge.ask(`/api/dead-letters${path}`)).body;
  const { deadLetters } = await edge.until(letters, ({ deadLetters }) => deadLetters.length === 3, 60);
  assert.deepEqual(deadLetters.map(({ conversation }) => conversation).sort(), [1, 2, 3]);
  for (const { attempts, error, send } of deadLetters) {
    assert.deepEqual([attempts, error.code, send], [2, "unavailable", 1]);
    assert(error.message.length > 20);
  }
  assert.equal((await letters("?limit=2")).deadLetters.length, 2);
  const [{ status }] = (await edge.ask("/api/conversations/1")).body.sends;
  assert.equal(status, "failed");

  const idOf = (conversation) => deadLetters.find((letter) => letter.conversation === conversation).id;
  assert.equal((await edge.ask(`/api/dead-letters/${idOf(3)}`, { method: "DELETE" })).status, 200);
  assert.equal((await edge.ask(`/api/dead-letters/${idOf(3)}`, { method: "DELETE" })).status, 404);
  await control(edge, "faults", undefined, "DELETE");
  const one = await edge.ask("/api/dead-letters/redrive", { json: { ids: [idOf(1)] } });
  assert.deepEqual([one.status, one.body.redriven], [202, [idOf(1)]]);
  await becomes(edge, 1, "done");
  assert.equal((await edge.ask("/api/dead-letters/redrive", { json: { all: true } })).body.redriven.length, 1);
  await becomes(edge, 2, "done");
  assert.deepEqual((await letters()).deadLetters, []);
  assert.deepEqual(await made(edge), { helpdesk: 2, ulconversation: 2, history: 2 });
  assert.equal((await edge.ask("/api/dead-letters/redrive", { json: {} })).status, 422);
});

test("a send that Lime CRM rejects is a dead letter at once, and can be redriven after the mapping is corrected", async (t) => {
  const edge = await startEdge(t);
  const instance = (priority) => ({
    instances: [
      {
        limetype: "helpdesk",
        default: true,
        relationConversation: "ulconversation",
        properties: { title: { defaultValue: "Chat" }, priority },
      },
    ],
  });
  const save = async (priority) =>
    assert.equal((await edge.ask("/api/config", { method: "PUT", json: instance(priority) })).status, 200);
  await save({ userlikeKey: "subject" });
  await callBack(edge, ended(1, { subject: "sky high" }));
  const letters = async () => (await edge.ask("/api/dead-letters")).body.deadLetters;
  const [{ error, attempts }] = await edge.until(letters, (found) => found.length === 1);
  assert.deepEqual([error.code, attempts], ["not-ready", 1]);
  await save({ userlikeKey: "subject", map: { "*": "high" } });
  await edge.ask("/api/dead-letters/redrive", { json: { all: true } });
  await becomes(edge, 1, "done");
  assert.equal((await all(edge, "helpdesk"))[0].priority.key, "high");
});

test("a callback that arrives late does not replace a newer payload", async (t) => {
  const edge = await startEdge(t);
  const stored = async () => (await edge.ask("/api/conversations/1?payload=1")).body;
  const complete = ended(1, { transcript: operatorSays("One more thing"), ended_at: "2024-02-22T16:01:00.000Z" });
  await callBack(edge, complete);
  await becomes(edge, 1, "done");
  const { transcript } = complete;
  const outdated = [
    { ...complete, transcript: transcript.slice(0, -1) },
    // The newest message is the same, and another one is missing.
    { ...complete, transcript: transcript.filter(({ type }, at) => type !== "message" || at > 2) },
    { ...complete, transcript: [] },
    { ...complete, ended_at: null },
    { ...complete, ended_at: "2024-02-22T16:00:30.000Z" },
  ];
  for (const callback of outdated) {
    assert.deepEqual((await callBack(edge, callback)).body.outdated, true);
    await becomes(edge, 1, "done");
    assert.deepEqual(await stored(), complete);
  }
  // The add-on's request is late, too.
  assert.equal((await addOn(edge, outdated[0])).status, 200);
  assert.deepEqual(await stored(), complete);
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 2 });
  const notes = (await all(edge, "history")).map(({ note }) => /One more thing/.test(note));
  assert.deepEqual(notes, [true, true], "both notes are complete");
  // As new as the stored one, and different: a rating.
  const rated = { ...complete, rate: 5 };
  assert.equal((await callBack(edge, rated)).body.outdated, undefined);
  assert.deepEqual(await stored(), rated);
  // Whoever sends a payload over the API chose it.
  const chosen = { ...payload(1), transcript: [] };
  assert.equal((await edge.ask("/api/send", { method: "POST", json: chosen })).status, 200);
  assert.deepEqual(await stored(), chosen);
});

test("addresses with missing, repeated and additional slashes are taken", async (t) => {
  const edge = await startEdge(t);
  const headers = { "x-userlike-secret": WEBHOOK_SECRET };
  const body = JSON.stringify(ended(1));
  // "/." keeps what follows from being read as a host.
  for (const path of ["/webhooks/userlike/", "/.//webhooks/userlike", "/webhooks//userlike//"]) {
    const answer = await edge.fetch(path, { method: "POST", headers, body });
    assert.equal(answer.status, 200, path);
    await answer.text();
  }
  for (const path of ["/limepkg-userlike/userlike", "/.//limepkg-userlike//userlike/", "/.//userlike//", "/userlike"]) {
    assert.equal((await addOn(edge, payload(2), { path })).status, 200, path);
  }
  const limeobject = (await all(edge, "helpdesk"))[0]._id;
  const query = `?limetype=helpdesk&limeobjectId=${limeobject}&conversationId=2`;
  const connected = await addOn(edge, "", { path: `/.//limepkg-userlike/conversation//${query}` });
  assert.equal(connected.status, 200);
  assert.equal((await edge.fetch("/.//api/conversations")).status, 404);
});

test("an encoded body is decoded within the size limit, and another encoding is refused", async (t) => {
  const edge = await startEdge(t, { vars: { MAX_BODY_BYTES: "100000" } });
  const send = async (body, encoding) => {
    const headers = { "x-userlike-secret": WEBHOOK_SECRET, "content-encoding": encoding };
    const answer = await edge.fetch("/webhooks/userlike", { method: "POST", headers, body });
    return [answer.status, (await answer.json()).error?.code];
  };
  const json = JSON.stringify(ended(1));
  assert.deepEqual(await send(gzipSync(json), "gzip"), [200, undefined]);
  assert.deepEqual(await send(gzipSync(json), " X-GZIP"), [200, undefined]);
  assert.deepEqual(await send(deflateSync(json), "deflate"), [200, undefined]);
  assert.deepEqual(await send(json, "identity"), [200, undefined]);
  const large = JSON.stringify(ended(2, { subject: "x".repeat(10_000_000) }));
  assert.deepEqual(await send(gzipSync(large), "gzip"), [413, "too-large"]);
  assert.deepEqual(await send(brotliCompressSync(json), "br"), [415, "unsupported-encoding"]);
  assert.deepEqual(await send(gzipSync(gzipSync(json)), "gzip, gzip"), [415, "unsupported-encoding"]);
  assert.deepEqual(await send(json, "gzip"), [400, "bad-encoding"]);
  assert.deepEqual(await send(gzipSync(json).subarray(0, 200), "gzip"), [400, "bad-encoding"]);
  await becomes(edge, 1, "done");
  const upload = await edge.fetch("/api/bulk", {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-encoding": "gzip" },
    body: gzipSync(`${JSON.stringify(payload(3))}\n${JSON.stringify(payload(4))}`),
  });
  assert.equal((await upload.json()).counts.total, 2);
});
