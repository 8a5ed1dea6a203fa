// The sandbox Lime CRM that deliveries go to: the built worker, started once for a file of tests.

import { startEdge } from "../edge/edge.mjs";

/**
 * Starts it. Each call of the answer is for another runtime: it has a conversation of its own.
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
