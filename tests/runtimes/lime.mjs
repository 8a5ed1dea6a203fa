// The sandbox Lime CRM, started once per test file.

import { API_KEY, startSandbox } from "../node/sandbox.mjs";

/**
 * Starts the sandbox. Each call of `lime()` returns a conversation id of its own.
 *
 * @param {(done: () => void) => void} after `after` of node:test
 */
export async function sandbox(after) {
  const url = await startSandbox(after);
  const { origin, pathname } = new URL(url);
  let conversation = 1000;
  return {
    origin,
    /** @param {string} [from] Origin of a proxy. */
    lime: (from = origin) => ({ url: from + pathname, apiKey: API_KEY, conversation: conversation++ }),
  };
}
