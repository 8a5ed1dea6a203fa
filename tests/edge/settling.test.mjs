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
