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
import { PayloadStore } from "./payload-store.ts";

/** Milliseconds of work between two pauses in which messages are handled. */
const TIME_SLICE = 40;
/** Number of rows per message to the page. */
const BATCH = 250;

const payloads = new PayloadStore();
const stopped = new Set<number>();
/** Incremented with each configuration; checks against an older one stop. */
let generation = 0;
/** Requests are handled one after the other, except those that stop others. */
let queue: Promise<unknown> = Promise.resolve();

// Imported dynamically, so that the message listener is registered before the WebAssembly module is loaded.
const library = import("userlike-limeobject");

self.addEventListener("message", ({ data }: MessageEvent<WorkerRequest>) => {
  if (data.type === "stop") stopped.add(data.read);
  else if (data.type === "configure") generation += 1;
  const wanted = generation;
  queue = queue.then(() => handle(data, wanted)).catch((error) => post({ type: "broken", message: String(error) }));
});

async function handle(order: WorkerRequest, wanted: number): Promise<void> {
  switch (order.type) {
    case "configure":
      if (wanted === generation) await configure(order, wanted);
      break;
    case "read":
      await importFile(order);
      break;
    case "take": {
      await library;
      const rows = payloads.add(order.key, { line: 0, bytes: new Uint8Array(order.bytes) });
      post({ type: "rows", read: null, rows: rows.slice(0, 1).map((row) => ({ ...row, line: null })), bytes: 0 });
      break;
    }
    case "forget":
      payloads.forget(order.keys);
      break;
    case "payload":
      post({ type: "payload", ask: order.ask, text: payloads.text(order.key) });
      break;
    case "body":
      post({ type: "body", ask: order.ask, body: payloads.body(order.keys) });
  }
}

async function configure(
  { config, limetypes }: Extract<WorkerRequest, { type: "configure" }>,
  wanted: number,
): Promise<void> {
  const { Mapper } = await library;
  payloads.mapper?.free();
  payloads.mapper = null;
  if (config !== null) {
    try {
      payloads.mapper = new Mapper(config, limetypes.trim() === "" ? {} : { limetypes });
    } catch {
      // The mapping view reports what is wrong with the configuration.
    }
  }
  const keys = payloads.keys();
  let checks: [number, ReturnType<PayloadStore["check"]>][] = [];
  let pause = performance.now() + TIME_SLICE;
  for (const [at, key] of keys.entries()) {
    checks.push([key, payloads.check(key)]);
    const late = performance.now() > pause;
    if (checks.length >= BATCH || late || at === keys.length - 1) {
      post({ type: "checked", checks, left: keys.length - 1 - at });
      checks = [];
    }
    if (late) {
      await yieldToEvents();
      if (wanted !== generation) return;
      pause = performance.now() + TIME_SLICE;
    }
  }
}

async function importFile({ read, file, key }: Extract<WorkerRequest, { type: "read" }>): Promise<void> {
  await library;
  let next = key;
  let rows: LoadedRow[] = [];
  let bytes = 0;
  let error: ImportError | null = null;
  let pause = performance.now() + TIME_SLICE;
  const flush = () => {
    post({ type: "rows", read, rows, bytes });
    rows = [];
  };
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of chunksOf(file)) {
      bytes += piece.byteLength;
      yield piece;
    }
  }
  try {
    for await (const conversation of conversations(counted(), { maxBytes: MAX_BYTES })) {
      error = importErrorOf(conversation);
      if (error !== null) break;
      const found = payloads.add(next, conversation);
      rows.push(...found);
      next += found.length;
      if (next - key >= MAX_CONVERSATIONS) {
        error = { code: "too-many" };
        break;
      }
      if (rows.length >= BATCH) flush();
      if (performance.now() > pause) {
        flush();
        await yieldToEvents();
        if (stopped.has(read)) break;
        pause = performance.now() + TIME_SLICE;
      }
    }
  } catch {
    error = { code: "unreadable" };
  }
  stopped.delete(read);
  flush();
  post({ type: "end", read, error });
}

/** What is wrong with the file itself, when this is said in a conversation's place. */
function importErrorOf({ line, error }: Conversation): ImportError | null {
  if (error?.code === "cut-off") return { code: "open", line };
  return error?.code === "not-json" ? { code: "behind", line } : null;
}

/** Not every browser can iterate over its streams. */
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

/** Lets what was ordered meanwhile be heard. */
const yieldToEvents = () => new Promise((resolve) => setTimeout(resolve, 0));

function post(said: WorkerMessage): void {
  postMessage(said);
}
