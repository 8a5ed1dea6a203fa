// Reads large payloads in a web worker, so that the page stays responsive.

import { WorkerClient } from "../../platform/worker-bridge.ts";
import { type DisplayedConversation, readConversation } from "./read-conversation.ts";
import type { ReadConversationWorker } from "./read-conversation.worker.ts";

const worker = new WorkerClient<ReadConversationWorker>(
  () => new Worker(new URL("./read-conversation.worker.ts", import.meta.url), { type: "module" }),
  {},
);

/** Returns undefined when the text is not a JSON object. */
export async function readLargeConversation(text: string): Promise<DisplayedConversation | undefined> {
  try {
    return await worker.call("read", [text]);
  } catch {
    // The web worker has failed, for example to load.
    return readConversation(text);
  }
}
