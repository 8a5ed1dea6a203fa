// The sandbox Lime CRM behind the page: its control routes.
import assert from "node:assert/strict";

/**
 * Calls a control route of the sandbox.
 *
 * @param {string} url Address of the page.
 * @param {string} path "faults"
 * @param {"POST" | "PUT" | "DELETE"} method
 * @param {object} [json]
 */
export async function control(url, path, method, json) {
  const init = { method, headers: { "content-type": "application/json" }, body: json && JSON.stringify(json) };
  const answer = await fetch(new URL(`sandbox/_control/${path}`, url), init);
  assert.ok(answer.ok, await answer.text());
}
