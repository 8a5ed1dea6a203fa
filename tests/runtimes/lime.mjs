// The sandbox Lime CRM, started once per test file.

import { startEdge } from "../edge/edge.mjs";

/**
 * Starts the sandbox. Each call of `lime()` returns a conversation id of its own.
 *
 * @param {(done: () => Promise<void>) => void} after `after` of node:test
 */
export async function sandbox(after) {
  const edge = await startEdge({ after });
  let conversation = 1000;
  return {
    origin: new URL(edge.url).origin,
    lime: (origin = new URL(edge.url).origin) => ({
      url: `${origin}/sandbox`,
      apiKey: "sandbox",
      conversation: conversation++,
    }),
  };
}
