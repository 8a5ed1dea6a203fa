// Long waits of a delivery: they end the attempt, and an alarm continues it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startEdge } from "./edge.mjs";
import { addOn, control, payload } from "./sandboxed.mjs";

const edge = await startEdge({ after }, { vars: { SETTLE_SECONDS: "10" } });

test("a creation that a gateway gives up is waited for by an alarm, and made once", async () => {
  const path = "/limeobject/helpdesk/$";
  // The request is carried out while the delivery waits for the last time.
  await control(edge, "faults", { faults: [{ method: "POST", path, cut: "before", late: 5000 }] });
  const id = 71_000_001;
  const answer = await addOn(edge, payload(id));
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  const ask = async () => (await edge.ask(`/api/conversations/${id}`)).body;
  const waiting = await ask();
  const [send] = waiting.sends;
  assert.equal(send.status, "waiting");
  assert.equal(send.error.code, "waiting");
  assert.match(send.error.message, /Before the "helpdesk" is created again, it is searched for/);
  // Another request does not cut the wait short.
  await addOn(edge, payload(id));
  const ended = await edge.until(
    ask,
    ({ sends }) => sends.every((/** @type {any} */ { status }) => status === "done"),
    60,
  );
  const first = ended.sends.at(-1);
  assert.equal(first.attempts, 1);
  assert(Date.parse(first.updatedAt) - Date.parse(first.requestedAt) >= 9000, JSON.stringify(first));
  const { objects } = await control(edge, "stats");
  assert.deepEqual([objects.ulconversation, objects.helpdesk], [1, 1]);
});

test("with unique properties the ticket has the key of the conversation, and each note that of its send", async () => {
  const id = 71_000_002;
  /** @param {string} path @returns {Promise<any>} */
  const ask = async (path) => {
    const answer = await edge.fetch(`/sandbox/api/v1/${path}`, { headers: { "x-api-key": "sandbox" } });
    return answer.json();
  };
  /** @param {string} name */
  const withKey = async (name) => {
    const limetype = await ask(`limetype/${name}/?_embed=properties`);
    limetype._embedded.properties.push({ name: "userlikekey", type: "string", length: 64, unique: true });
    return limetype;
  };
  await control(edge, "limetypes", [await withKey("helpdesk"), await withKey("history")]);
  await edge.ask("/api/limetypes?refresh=1");
  const { config } = (await edge.ask("/api/config")).body;
  const key = { idempotencyProperty: "userlikekey" };
  const instances = config.instances.map((/** @type {any} */ instance) => ({
    ...{ ...instance, ...key },
    history: { ...instance.history, ...key },
  }));
  const { status, body } = await edge.ask("/api/config", { method: "PUT", json: { ...config, instances } });
  assert.equal(status, 200, JSON.stringify(body));
  for (const _ of [1, 2]) assert.equal((await addOn(edge, payload(id))).status, 200);
  // Lime CRM has created the note, and refuses a second one.
  const faults = [{ method: "POST", path: "/limeobject/history/$", after: true, status: 422 }];
  await control(edge, "faults", { faults });
  assert.equal((await addOn(edge, payload(id))).status, 200);
  const tickets = (await ask(`limeobject/helpdesk/?userlikekey=${id}`))._embedded.limeobjects;
  assert.equal(tickets.length, 1);
  const notes = (await ask(`limeobject/history/?helpdesk=${tickets[0]._id}`))._embedded.limeobjects;
  const keys = notes.map((/** @type {any} */ note) => note.userlikekey);
  assert.equal(new Set(keys).size, 3);
  for (const sent of keys) assert.match(sent, new RegExp(`^${id}\\.\\d{4}-[-:.\\dT]+Z/\\d+\\.\\d+$`));
});
