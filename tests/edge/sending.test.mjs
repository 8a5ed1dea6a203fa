// Requests that wait for the delivery: of Userlike's Lime CRM add-on, and of the administrator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startEdge } from "./edge.mjs";
import { addFaults, addOn, all, control, made, operatorSays, payload } from "./sandboxed.mjs";

const TWICE = new URL("../../pkg/examples/two-instances.json", import.meta.url);
const down = { path: "/limeobject/|/query/", status: 500, times: 1000 };

/** @param {import("./edge.mjs").Edge} edge */
async function configureTwo(edge) {
  const { readFileSync } = await import("node:fs");
  const saved = await edge.admin("/api/config", { method: "PUT", body: readFileSync(TWICE, "utf8") });
  assert.equal(saved.status, 200, await saved.text());
}

test("a conversation becomes a limeobject, and a second send adds a note", async (t) => {
  const edge = await startEdge(t);
  const first = await addOn(edge, payload(1));
  assert.equal(first.status, 200);
  assert.deepEqual(Object.keys(first.body), ["url"]);
  assert.match(first.body.url, /^http:\/\/127\.0\.0\.1:\d+\/sandbox\/client\/object\/helpdesk\/1\d{3}$/);
  assert.equal((await fetch(first.body.url)).status, 200);
  const second = await addOn(edge, payload(1), { path: "/userlike/" });
  assert.deepEqual(second.body, first.body);
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 2 });
});

test("50 simultaneous sends of a conversation create one limeobject, and a note each", async (t) => {
  const edge = await startEdge(t);
  const answers = await Promise.all(Array.from({ length: 50 }, () => addOn(edge, payload(1))));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  assert.equal(new Set(answers.map(({ body }) => body.url)).size, 1);
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 50 });
  const { sends } = (await edge.ask("/api/conversations/1")).body;
  assert.equal(sends.length, 50);
  const began = sends.map((send) => send.updatedAt);
  assert.deepEqual(began, [...began].sort().reverse(), "they ended in the order in which they came");
});

test("a request without key or payload is rejected", async (t) => {
  const edge = await startEdge(t, { vars: { MAX_BODY_BYTES: "20000" } });
  const wrong = await addOn(edge, payload(1), { key: "wrong" });
  assert.equal(wrong.status, 401);
  assert.match(wrong.body.error.message, /API key is missing or wrong/);
  const large = await addOn(edge, payload(1, { subject: "x".repeat(30_000) }));
  assert.deepEqual([large.status, large.body.error.code], [413, "too-large"]);
  const broken = await addOn(edge, "{");
  assert.equal(broken.status, 400);
  const anonymous = await addOn(edge, { contact: { name: "Nobody" } });
  assert.deepEqual([anonymous.status, anonymous.body.error.code], [422, "conversation-id-missing"]);
  assert.deepEqual(await made(edge), { helpdesk: 0, ulconversation: 0, history: 0 });
});

test("a callback about something else is answered with an empty object", async (t) => {
  const edge = await startEdge(t);
  for (const callback of [
    { _type: "operator", _event: "online", id: 7 },
    { _type: "um_widget", _event: "config" },
  ]) {
    assert.deepEqual(await addOn(edge, callback).then(({ status, body }) => ({ status, body })), {
      status: 200,
      body: {},
    });
  }
  assert.deepEqual(await made(edge), { helpdesk: 0, ulconversation: 0, history: 0 });
});

test("a preview with errors is rejected before anything is sent, with the findings", async (t) => {
  const edge = await startEdge(t);
  const config = {
    instances: [
      {
        limetype: "helpdesk",
        default: true,
        relationConversation: "ulconversation",
        properties: { priority: { userlikeKey: "subject" } },
      },
    ],
  };
  assert.equal((await edge.ask("/api/config", { method: "PUT", json: config })).status, 200);
  const { status, body } = await addOn(edge, payload(1, { subject: "no such priority" }));
  assert.equal(status, 422, JSON.stringify(body));
  assert.equal(body.error.code, "not-ready");
  assert(body.error.findings.some(({ severity }) => severity === "error"));
  assert.deepEqual(await made(edge), { helpdesk: 0, ulconversation: 0, history: 0 });
  const { sends } = (await edge.ask("/api/conversations/1")).body;
  assert.deepEqual([sends[0].status, sends[0].error.code], ["failed", "not-ready"]);
});

test("the chat command selects the instance, also for later sends", async (t) => {
  const edge = await startEdge(t);
  await configureTwo(edge);
  const deal = await addOn(edge, payload(1, { transcript: operatorSays("$lime deals") }));
  assert.equal(deal.status, 200, JSON.stringify(deal.body));
  // The link of this instance opens the desktop client.
  assert.match(deal.body.url, /^limecrm:deal\./);
  const later = await addOn(edge, payload(1));
  assert.equal(later.body.url, deal.body.url);
  assert.match((await addOn(edge, payload(2))).body.url, /\/object\/helpdesk\/\d+$/);
  const unknown = await addOn(edge, payload(3, { transcript: operatorSays("$lime nonsense") }));
  assert.equal(unknown.status, 422, JSON.stringify(unknown.body));
});

test("a conversation is connected to an existing limeobject, and later sends go there", async (t) => {
  const edge = await startEdge(t);
  const { url } = (await addOn(edge, payload(1))).body;
  const id = Number(url.split("/").at(-1));
  const path = `/limepkg-userlike/conversation/?limetype=helpdesk&limeobjectId=${id}&conversationId=2`;
  const connected = await addOn(edge, "", { path });
  assert.deepEqual([connected.status, connected.body], [200, { url }]);
  assert.equal((await addOn(edge, payload(2))).body.url, url);
  assert.equal((await made(edge)).helpdesk, 1);
  const missing = await addOn(edge, "", { path: path.replace(`${id}`, "999999") });
  assert.equal(missing.status, 404, JSON.stringify(missing.body));
  const wrong = await addOn(edge, "", { path: path.replace("helpdesk", "sofa") });
  assert.deepEqual([wrong.status, wrong.body.error.code], [422, "limetype-not-configured"]);
  for (const name of ["limetype", "limeobjectId", "conversationId"]) {
    const lacking = await addOn(edge, "", { path: path.replace(new RegExp(`${name}=[^&]*`), "") });
    assert.deepEqual([lacking.status, lacking.body.error.code], [422, "invalid-option"]);
  }
});

test("a send waits while Lime CRM is unavailable, and a repeated request joins it", async (t) => {
  const edge = await startEdge(t, { vars: { RETRY_SECONDS: "60" } });
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, down);
  const { status, headers, body } = await addOn(edge, payload(1));
  assert.equal(status, 503, JSON.stringify(body));
  assert.equal(body.error.code, "unavailable");
  assert(Number(headers.get("retry-after")) > 30);
  assert.match(body.error.message, /sent by itself in about \d+ s/);
  assert.equal((await edge.ask("/api/conversations/1")).body.sends[0].status, "waiting");
  await control(edge, "faults", undefined, "DELETE");
  assert.equal((await addOn(edge, payload(1))).status, 200);
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 1 });
  assert.equal((await edge.ask("/api/conversations/1")).body.sends.length, 1);
});

test("a waiting send is repeated by itself", async (t) => {
  const edge = await startEdge(t, { vars: { RETRY_SECONDS: "0.5", RESUME_SECONDS: "0.5" } });
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, { ...down, times: 5 });
  assert.equal((await addOn(edge, payload(1))).status, 503);
  const status = async () => (await edge.ask("/api/conversations/1")).body;
  const { sends } = await edge.until(status, ({ sends }) => sends[0].status === "done");
  assert.equal(sends[0].attempts, 2);
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 1 });
});

test("an error that needs a correction is answered at once", async (t) => {
  const edge = await startEdge(t);
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, { path: "/limeobject/|/query/", status: 401 });
  const refused = await addOn(edge, payload(1));
  assert.deepEqual([refused.status, refused.body.error.code], [502, "unauthorized"]);
  assert.match(refused.body.error.message, /API key/);
  await addFaults(edge, { method: "POST", path: "/limeobject/helpdesk/", status: 422, body: '{"error":"no"}' });
  const invalid = await addOn(edge, payload(1));
  assert.deepEqual([invalid.status, invalid.body.error.code], [502, "refused"]);
  assert(invalid.body.error.findings.length > 0);
});

test("the administrator sends a payload, or a received one, and sees the result", async (t) => {
  const edge = await startEdge(t);
  const sent = await edge.ask("/api/send", { json: payload(1) });
  assert.equal(sent.status, 200, JSON.stringify(sent.body));
  assert.equal(sent.body.created, true);
  assert.equal(sent.body.conversation, 1);
  assert(sent.body.ids.limeobject > 0 && sent.body.steps.length > 0);
  const again = await edge.ask("/api/send?onlyIfChanged=1", { json: { conversation: 1 } });
  assert.deepEqual([again.status, again.body.created, again.body.url], [200, false, sent.body.url]);
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 1 });
  const queued = await edge.ask("/api/send?wait=0", { json: { conversation: 1 } });
  assert.equal(queued.status, 202);
  assert.equal(queued.body.status, "/api/conversations/1");
  const status = async () => (await edge.ask(queued.body.status)).body;
  const { sends, bytes } = await edge.until(status, ({ sends }) => sends[0].status === "done");
  assert.deepEqual(
    sends.map(({ send, channel }) => [send, channel]),
    [
      [3, "send"],
      [2, "send"],
      [1, "send"],
    ],
  );
  assert.equal(bytes, JSON.stringify(payload(1)).length);
  assert.deepEqual((await edge.ask("/api/conversations/1?payload=1")).body, payload(1));
  assert.equal((await edge.ask("/api/conversations/2")).status, 404);
  assert.equal((await edge.ask("/api/send", { json: { conversation: 2 } })).status, 404);
  assert.equal((await edge.ask("/api/send?existing=maybe", { json: payload(1) })).status, 422);
  assert.equal((await edge.fetch("/api/send", { method: "POST", body: "{}" })).status, 401);
});

test("values of an existing limeobject are kept, filled or overwritten, as the option says", async (t) => {
  const edge = await startEdge(t);
  const { ids } = (await edge.ask("/api/send", { json: payload(1, { subject: "First" }) })).body;
  const title = async () => (await all(edge, "helpdesk")).find(({ _id }) => _id === ids.limeobject).title;
  await edge.ask("/api/send", { json: payload(1, { subject: "Second" }) });
  assert.equal(await title(), "First");
  await edge.ask("/api/send?existing=overwrite", { json: payload(1, { subject: "Second" }) });
  assert.equal(await title(), "Second");
});

test("a dry run reports what a send would do, and writes nothing", async (t) => {
  const edge = await startEdge(t);
  const before = await edge.ask("/api/dry-run", { json: payload(1) });
  assert.equal(before.status, 200, JSON.stringify(before.body));
  const action = ({ body }) => body.report.objects.find(({ role }) => role === "limeobject").action;
  assert.equal(action(before), "create");
  assert.deepEqual(await made(edge), { helpdesk: 0, ulconversation: 0, history: 0 });
  await edge.ask("/api/send", { json: payload(1) });
  assert.equal(action(await edge.ask("/api/dry-run", { json: { conversation: 1 } })), "keep");
  assert.equal((await made(edge)).history, 1);
});

test("the list of conversations has the latest change first, in pages", async (t) => {
  const edge = await startEdge(t);
  for (const id of [1, 2, 3]) await addOn(edge, payload(id));
  const ask = async (path) => (await edge.ask(path)).body;
  const first = await edge.until(
    () => ask("/api/conversations?limit=2"),
    ({ conversations }) => conversations.every(({ state }) => state === "delivered"),
  );
  assert.deepEqual(
    first.conversations.map(({ conversation }) => conversation),
    [3, 2],
  );
  assert.match(first.conversations[0].url, /\/object\/helpdesk\//);
  const second = await ask(first.next);
  assert.deepEqual(
    second.conversations.map(({ conversation }) => conversation),
    [1],
  );
  assert.equal(second.next, null);
});

test("the list shows a conversation as delivering until Lime CRM has answered", async (t) => {
  const edge = await startEdge(t);
  await addFaults(edge, { method: "POST", path: "/history/", delay: 6000 });
  const list = async () => (await edge.ask("/api/conversations")).body.conversations;
  const sent = addOn(edge, payload(1));
  const [running] = await edge.until(list, ([conversation]) => conversation?.state === "delivering");
  assert.deepEqual([running.conversation, running.url, running.error], [1, null, null]);
  assert.equal((await edge.ask("/api/conversations/1")).body.sends[0].status, "running");
  assert.equal((await sent).status, 200);
  await edge.until(list, ([conversation]) => conversation.state === "delivered");
});

test("the log contains nothing of a conversation", async (t) => {
  const edge = await startEdge(t);
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, { method: "POST", path: "/history/", status: 422, body: "a secret answer" });
  await addOn(edge, payload(1, { subject: "a secret subject" }));
  await addOn(edge, '{ "id": 2, "subject": "a secret subject" ');
  assert(edge.logs.length > 0);
  assert.deepEqual(
    edge.logs.filter((line) => line.includes("a secret")),
    [],
  );
});

test("a delivery that takes longer than the add-on waits is answered, goes on, and becomes a dead letter when it fails", async (t) => {
  const vars = { ADDON_WAIT_SECONDS: "0.5", DELIVERY_ATTEMPTS: "1" };
  const edge = await startEdge(t, { vars });
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, { path: "/query/", delay: 8000 });
  const begun = Date.now();
  const { status, body } = await addOn(edge, payload(1));
  assert(Date.now() - begun < 7900, `${Date.now() - begun} ms`);
  assert.equal(status, 202);
  assert.deepEqual(
    { ...body, url: new URL(body.url).hash, message: typeof body.message },
    { conversation: 1, send: 1, status: "running", url: "#/conversations?conversation=1", message: "string" },
  );
  const ends = (id) =>
    edge.until(
      async () => (await edge.ask(`/api/conversations/${id}`)).body,
      ({ sends }) => ["done", "failed"].includes(sends[0].status),
    );
  assert.equal((await ends(1)).sends[0].status, "done");
  assert.deepEqual(await made(edge), { helpdesk: 1, ulconversation: 1, history: 1 });
  // No request is left that could answer the failure.
  await addFaults(edge, { path: "/query/", delay: 3000, status: 500, times: 1000 });
  assert.equal((await addOn(edge, payload(2))).status, 202);
  assert.equal((await ends(2)).sends[0].status, "failed");
  const letters = () => edge.ask("/api/dead-letters");
  const { body: dead } = await edge.until(letters, ({ body }) => body.deadLetters.length > 0);
  assert.deepEqual(
    dead.deadLetters.map(({ conversation }) => conversation),
    [2],
  );
});

test("a variable selects the status of the answer to a delivery that goes on", async (t) => {
  const edge = await startEdge(t, { vars: { ADDON_WAIT_SECONDS: "0.3", ADDON_PENDING_STATUS: "503" } });
  await edge.ask("/api/limetypes?refresh=1");
  await addFaults(edge, { path: "/query/", delay: 6000 });
  const { status, body, headers } = await addOn(edge, payload(1));
  assert.deepEqual([status, body.error.code, headers.get("retry-after")], [503, "still-running", "30"]);
});
