// Web worker that reads large payloads for display. Answers each with one conversation.

import type { DisplayedConversation } from "./read-conversation.ts";

export interface ReadRequest {
  id: number;
  text: string;
}

export interface ReadAnswer {
  id: number;
  /** Undefined when the payload is not a conversation. */
  conversation: DisplayedConversation | undefined;
}

// Imported dynamically: a static import would wait for the WebAssembly module before the message listener is
// registered.
const reader = import("./read-conversation.ts");

addEventListener("message", async ({ data: { id, text } }: MessageEvent<ReadRequest>) => {
  const { readConversation } = await reader;
  postMessage({ id, conversation: readConversation(text) } satisfies ReadAnswer);
});
