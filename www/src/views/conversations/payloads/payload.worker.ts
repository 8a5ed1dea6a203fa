// Web worker that imports files, stores payloads, checks them, and keeps them for the next visit.

import { type Conversation, conversations } from "userlike-limeobject/stream";
import type { KeptList, KeptRow } from "./kept-list.ts";
import {
  type ImportError,
  type LoadedRow,
  MAX_BYTES,
  MAX_CONVERSATIONS,
  type RestoredRow,
  type WorkerMessage,
  type WorkerRequest,
} from "./messages.ts";
import type { PayloadStore } from "./payload-store.ts";

/** Milliseconds of work between two pauses in which messages are handled. */
const TIME_SLICE = 40;
/** Number of rows per message to the page. */
const BATCH = 250;
/** Milliseconds without another row before the list is written to the browser's storage. */
const WRITE_DELAY = 500;

const stopped = new Set<number>();
/** Incremented with each configuration; checks against an older one stop. */
let generation = 0;
/** Requests are handled one after the other, except those that stop others. */
let queue: Promise<unknown> = Promise.resolve();
/** Null before the list was restored, and when it can't be kept. */
let kept: KeptList | null = null;
let writeTimer: ReturnType<typeof setTimeout> | undefined;

// Imported dynamically: a static import would wait for the WebAssembly module, and messages that arrive before the
// listener is registered are lost.
const ready = load();

self.addEventListener("message", ({ data }: MessageEvent<WorkerRequest>) => {
  if (data.type === "stop") stopped.add(data.read);
  else if (data.type === "configure") generation += 1;
  // What is deleted is deleted at once: the page may be closed.
  else if (data.type === "forget" && data.keys === null) void kept?.clear().catch(() => {});
  const wanted = generation;
  enqueue(() => handle(data, wanted));
});

function enqueue(act: () => Promise<void>): void {
  queue = queue.then(act).catch((error) => post({ type: "broken", message: String(error) }));
}

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
    case "restore":
      await restore(request, payloads);
      break;
    case "configure":
      if (wanted === generation) await configure(request, wanted);
      break;
    case "read":
      await importFile(request, payloads);
      break;
    case "take": {
      const rows = payloads.add(request.key, { line: 0, bytes: new Uint8Array(request.bytes) });
      post({ type: "rows", read: null, rows: rows.slice(0, 1).map((row) => ({ ...row, line: null })), bytes: 0 });
      const { origin, receivedAt } = request;
      for (const row of rows.slice(0, 1)) keep(row, { origin, receivedAt, readError: row.readError }, payloads);
      break;
    }
    case "forget":
      payloads.forget(request.keys);
      if (request.keys !== null) await kept?.forget(request.keys).catch(() => {});
      break;
    case "payload":
      post({ type: "payload", ask: request.ask, text: payloads.text(request.key) });
      break;
    case "body":
      post({ type: "body", ask: request.ask, body: payloads.body(request.keys) });
  }
}

async function restore(
  { store, key }: Extract<WorkerRequest, { type: "restore" }>,
  payloads: PayloadStore,
): Promise<void> {
  let rows: RestoredRow[] = [];
  let since: number | null = null;
  try {
    const { KeptList } = await import("./kept-list.ts");
    kept = new KeptList(store);
    since = await kept.restore(key, (key, { origin, receivedAt, readError }, bytes) => {
      const line = origin.from === "file" ? origin.line : 0;
      const entry = { line, bytes: bytes as Uint8Array<ArrayBuffer> };
      const [row] = readError === null ? payloads.add(key, entry) : [payloads.unreadable(key, line, readError)];
      if (row !== undefined) rows.push({ ...row, origin, receivedAt });
      if (rows.length < BATCH) return;
      post({ type: "restored", rows, isLast: false, since: null });
      rows = [];
    });
  } catch {
    kept = null;
  }
  post({ type: "restored", rows, isLast: true, since });
}

/** Keeps a row for the next visit. */
function keep({ key }: LoadedRow, row: KeptRow, payloads: PayloadStore): void {
  if (kept === null) return;
  kept.add(key, row, payloads.bytes(key) ?? new Uint8Array());
  clearTimeout(writeTimer);
  writeTimer = setTimeout(() => enqueue(write), WRITE_DELAY);
}

async function write(): Promise<void> {
  const isKept = await kept?.write().catch(() => false);
  if (isKept !== false) return;
  kept = null;
  post({ type: "not-kept" });
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
      for (const row of added) {
        const origin = { from: "file", name: file.name, line: conversation.line } as const;
        keep(row, { origin, receivedAt: null, readError: row.readError }, payloads);
      }
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
