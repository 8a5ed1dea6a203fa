// Web worker that imports files, stores payloads and checks them.

import { type Conversation, conversations } from "userlike-limeobject/stream";
import {
  type ImportError,
  type LoadedRow,
  MAX_BYTES,
  MAX_CONVERSATIONS,
  type WorkerMessage,
  type WorkerRequest,
} from "./messages.ts";
import type { PayloadStore } from "./payload-store.ts";

/** Milliseconds of work between two pauses in which messages are handled. */
const TIME_SLICE = 40;
/** Number of rows per message to the page. */
const BATCH = 250;

const stopped = new Set<number>();
/** Incremented with each configuration; checks against an older one stop. */
let generation = 0;
/** Requests are handled one after the other, except those that stop others. */
let queue: Promise<unknown> = Promise.resolve();

// Imported dynamically: a static import would wait for the WebAssembly module, and messages that arrive before the
// listener is registered are lost.
const ready = load();

self.addEventListener("message", ({ data }: MessageEvent<WorkerRequest>) => {
  if (data.type === "stop") stopped.add(data.read);
  else if (data.type === "configure") generation += 1;
  const wanted = generation;
  queue = queue.then(() => handle(data, wanted)).catch((error) => post({ type: "broken", message: String(error) }));
});

async function load() {
  const [{ createMapper }, { PayloadStore }] = await Promise.all([
    import("../../../state/mapper.ts"),
    import("./payload-store.ts"),
  ]);
  return { createMapper, payloads: new PayloadStore() };
}

async function handle(request: WorkerRequest, wanted: number): Promise<void> {
  const { payloads } = await ready;
  switch (request.type) {
    case "configure":
      if (wanted === generation) await configure(request, wanted);
      break;
    case "read":
      await importFile(request, payloads);
      break;
    case "take": {
      const rows = payloads.add(request.key, { line: 0, bytes: new Uint8Array(request.bytes) });
      post({ type: "rows", read: null, rows: rows.slice(0, 1).map((row) => ({ ...row, line: null })), bytes: 0 });
      break;
    }
    case "forget":
      payloads.forget(request.keys);
      break;
    case "payload":
      post({ type: "payload", ask: request.ask, text: payloads.text(request.key) });
      break;
    case "body":
      post({ type: "body", ask: request.ask, body: payloads.body(request.keys) });
  }
}

async function configure({ input }: Extract<WorkerRequest, { type: "configure" }>, wanted: number): Promise<void> {
  const { createMapper, payloads } = await ready;
  payloads.mapper?.free();
  payloads.mapper = null;
  try {
    payloads.mapper = createMapper(input);
  } catch {
    // The mapping view reports what is wrong with the configuration.
  }
  const keys = payloads.keys();
  // Rows without a payload are not here: the page counts them until it hears that nothing is left.
  if (keys.length === 0) post({ type: "checked", checks: [], left: 0 });
  let checks: [number, ReturnType<PayloadStore["check"]>][] = [];
  let pauseAt = performance.now() + TIME_SLICE;
  for (const [index, key] of keys.entries()) {
    checks.push([key, payloads.check(key)]);
    const isPauseDue = performance.now() > pauseAt;
    if (checks.length >= BATCH || isPauseDue || index === keys.length - 1) {
      post({ type: "checked", checks, left: keys.length - 1 - index });
      checks = [];
    }
    if (isPauseDue) {
      await yieldToEvents();
      if (wanted !== generation) return;
      pauseAt = performance.now() + TIME_SLICE;
    }
  }
}

async function importFile(
  { read, file, key }: Extract<WorkerRequest, { type: "read" }>,
  payloads: PayloadStore,
): Promise<void> {
  let nextKey = key;
  let rows: LoadedRow[] = [];
  let bytes = 0;
  let error: ImportError | null = null;
  let pauseAt = performance.now() + TIME_SLICE;
  const flush = () => {
    post({ type: "rows", read, rows, bytes });
    rows = [];
  };
  async function* countedChunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunksOf(file)) {
      bytes += chunk.byteLength;
      yield chunk;
    }
  }
  try {
    for await (const conversation of conversations(countedChunks(), { maxBytes: MAX_BYTES })) {
      error = importErrorOf(conversation);
      if (error !== null) break;
      const added = payloads.add(nextKey, conversation);
      rows.push(...added);
      nextKey += added.length;
      if (nextKey - key >= MAX_CONVERSATIONS) {
        error = { code: "too-many" };
        break;
      }
      if (rows.length >= BATCH) flush();
      if (performance.now() > pauseAt) {
        flush();
        await yieldToEvents();
        if (stopped.has(read)) break;
        pauseAt = performance.now() + TIME_SLICE;
      }
    }
  } catch {
    error = { code: "unreadable" };
  }
  stopped.delete(read);
  flush();
  post({ type: "end", read, error });
}

/** Returns the error of the file itself that is reported in place of a conversation. */
function importErrorOf({ line, error }: Conversation): ImportError | null {
  if (error?.code === "cut-off") return { code: "open", line };
  return error?.code === "not-json" ? { code: "behind", line } : null;
}

/** Reads a file in chunks; not every browser can iterate over streams. */
async function* chunksOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Lets pending messages be handled. */
const yieldToEvents = () => new Promise((resolve) => setTimeout(resolve, 0));

function post(message: WorkerMessage): void {
  postMessage(message);
}
