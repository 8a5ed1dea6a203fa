// Reads large payloads in a web worker, so that the page stays responsive.

import { type DisplayedConversation, readConversation } from "./read-conversation.ts";
import type { ReadAnswer, ReadRequest } from "./read-conversation.worker.ts";

interface Pending {
  text: string;
  resolve(conversation: DisplayedConversation | undefined): void;
}

let worker: Worker | undefined;
let lastId = 0;
const pending = new Map<number, Pending>();

/** Returns undefined when the text is not a JSON object. */
export function readLargeConversation(text: string): Promise<DisplayedConversation | undefined> {
  worker ??= startWorker();
  lastId += 1;
  const id = lastId;
  const read = new Promise<DisplayedConversation | undefined>((resolve) => pending.set(id, { text, resolve }));
  worker.postMessage({ id, text } satisfies ReadRequest);
  return read;
}

function startWorker(): Worker {
  const thread = new Worker(new URL("./read-conversation.worker.ts", import.meta.url), { type: "module" });
  thread.addEventListener("message", ({ data: { id, conversation } }: MessageEvent<ReadAnswer>) => {
    pending.get(id)?.resolve(conversation);
    pending.delete(id);
  });
  // Reads here when the web worker fails, for example to load.
  thread.addEventListener("error", (event) => {
    event.preventDefault();
    thread.terminate();
    worker = undefined;
    const open = [...pending.values()];
    pending.clear();
    for (const { text, resolve } of open) resolve(readConversation(text));
  });
  return thread;
}
