// Web worker that reads large payloads for display.

import { serve } from "../../platform/worker-bridge.ts";
import type { DisplayedConversation } from "./read-conversation.ts";

// Imported dynamically: a static import would wait for the WebAssembly module before calls can be received.
const reader = import("./read-conversation.ts");

const api = {
  /** Returns undefined when the payload is not a conversation. */
  async read(text: string): Promise<DisplayedConversation | undefined> {
    const { readConversation } = await reader;
    return readConversation(text);
  },
};

export type ReadConversationWorker = typeof api;

serve(api);
