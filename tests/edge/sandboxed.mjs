// Conversations to send, and the sandbox Lime CRM in which they arrive.
import assert from "node:assert/strict";
import example from "userlike-limeobject/examples/conversation.json" with { type: "json" };

/** @typedef {import("./edge.mjs").Edge} Edge */

/**
 * The example's payload with another id, and whatever else is to be different.
 *
 * @param {number} id
 * @param {Record<string, unknown>} [more]
 */
export const payload = (id, more = {}) => ({ ...example, id, ...more });

/** A message of an operator's, the newest of the conversation. @param {string} body */
export const operatorSays = (body) => [
  ...example.transcript,
  {
    ...example.transcript[0],
    id: "63741936.108109315.999999999",
    sent_at: "2024-02-22T16:00:00.000Z",
    type: "message",
    event: null,
    sender: { type: "operator", id: 180783 },
    body,
    body_plain: body,
  },
];

/**
 * As Userlike's Lime CRM add-on does.
 *
 * @param {Edge} edge
 * @param {unknown} json
 * @param {{ path?: string, key?: string }} [options]
 */
export async function addOn(edge, json, { path = "/limepkg-userlike/userlike/", key = "sandbox" } = {}) {
  const body = typeof json === "string" ? json : JSON.stringify(json);
  const headers = { "x-api-key": key, "content-type": "application/json" };
  const answer = await edge.fetch(path, { method: "POST", headers, body });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

/**
 * Calls a control route of the sandbox: see sandbox/README.md.
 *
 * @param {Edge} edge
 * @param {string} path
 * @param {unknown} [json]
 * @param {string} [method]
 */
export async function control(edge, path, json, method = json === undefined ? "GET" : "POST", key = "sandbox") {
  const headers = { "x-api-key": key, "content-type": "application/json" };
  const body = json === undefined ? null : JSON.stringify(json);
  const answer = await edge.fetch(`/sandbox/_control/${path}`, { method, headers, body });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

/** @param {Edge} edge @param {object[]} faults */
export const addFaults = (edge, ...faults) => control(edge, "faults", { faults });

/**
 * All limeobjects of a limetype.
 *
 * @param {Edge} edge
 * @param {string} limetype
 * @returns {Promise<any[]>}
 */
export async function all(edge, limetype) {
  const objects = [];
  let path = `/sandbox/api/v1/limeobject/${limetype}/?_limit=50`;
  while (path) {
    const answer = await edge.fetch(path, { headers: { "x-api-key": "sandbox" } });
    const { _embedded, _links } = await answer.json();
    objects.push(..._embedded.limeobjects);
    path = _links.next?.href;
  }
  return objects;
}

/** How many there are of what a delivery makes. @param {Edge} edge */
export async function made(edge) {
  const [helpdesk, ulconversation, history] = await Promise.all(
    ["helpdesk", "ulconversation", "history"].map(async (limetype) => (await all(edge, limetype)).length),
  );
  return { helpdesk, ulconversation, history };
}
