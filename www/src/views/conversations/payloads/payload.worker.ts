// Web worker that imports files, stores payloads, checks them, and keeps them for the next visit.

import { type Conversation, conversations } from "userlike-limeobject/stream";
import { emitter, serve } from "../../../platform/worker-bridge.ts";
import type { MapperInput } from "../../../state/mapper.ts";
import type { KeptList, KeptRow } from "./kept-list.ts";
import {
  type ImportError,
  type ListedRow,
  type LoadedRow,
  MAX_BYTES,
  MAX_CONVERSATIONS,
  type PayloadEvents,
  type RestoredRow,
} from "./messages.ts";
import type { PayloadStore } from "./payload-store.ts";

/** Milliseconds of work between two pauses in which calls are received. */
const TIME_SLICE = 40;
/** Number of rows per message to the page. */
const BATCH = 250;
/** Milliseconds without another row before the list is written to the browser's storage, at the latest at the end of a file. */
const WRITE_DELAY = 500;

const stopped = new Set<number>();
/** Incremented with each configuration; checks against an older one stop. */
let generation = 0;
/** Calls run one after the other, except those that stop others. */
let queue: Promise<unknown> = Promise.resolve();
/** Null before the list was restored, and when it can't be kept. */
let kept: KeptList | null = null;
let writeTimer: ReturnType<typeof setTimeout> | undefined;

// Imported dynamically: a static import would wait for the WebAssembly module before calls can be received.
const ready = load();

async function load() {
  const [{ createMapper }, { PayloadStore }] = await Promise.all([
    import("../../../state/mapper.ts"),
    import("./payload-store.ts"),
  ]);
  return { createMapper, payloads: new PayloadStore() };
}

const emit = emitter<PayloadEvents>();

/** Runs after what was asked before. */
function enqueue<T>(act: (loaded: Awaited<typeof ready>) => T | Promise<T>): Promise<T> {
  const result = queue.then(async () => act(await ready));
  queue = result.catch(() => {});
  return result;
}

const api = {
  /** Reads the list that is kept in a database; its conversations get this key and the ones after it. */
  restore: (store: string, key: number) => enqueue(({ payloads }) => restore(store, key, payloads)),

  /** Checks everything anew. */
  configure(input: MapperInput) {
    generation += 1;
    const wanted = generation;
    return enqueue(() => (wanted === generation ? configure(input, wanted) : undefined));
  },

  /** Imports a file; its conversations get this key and the ones after it. */
  importFile: (read: number, file: File, key: number) =>
    enqueue(({ payloads }) => importFile(read, file, key, payloads)),

  /** Ends an import; what was read stays. */
  stopImport(read: number) {
    stopped.add(read);
  },

  /** Adds a payload that the server has received. */
  add: (key: number, bytes: ArrayBuffer, received: Omit<KeptRow, "readError">) =>
    enqueue(({ payloads }) => {
      const [row] = payloads.add(key, { line: 0, bytes: new Uint8Array(bytes) });
      if (row === undefined) return;
      emit("rows", [{ ...row, line: null }], null, 0);
      keep(row, { ...received, readError: row.readError }, payloads);
    }),

  /** Keeps rows of which only the server has the payload. */
  keepListed: (rows: ListedRow[]) =>
    enqueue(({ payloads }) => {
      // Its payload may have come in the meantime.
      for (const { key, origin, receivedAt, conversation } of rows)
        if (payloads.bytes(key) === null)
          keep({ key }, { origin, receivedAt, readError: null, listed: conversation }, payloads);
    }),

  /** Forgets conversations; null: all. */
  forget(keys: number[] | null) {
    // What is deleted is deleted at once: the page may be closed.
    if (keys === null) void kept?.clear().catch(() => {});
    return enqueue(async ({ payloads }) => {
      payloads.forget(keys);
      if (keys !== null) await kept?.forget(keys).catch(() => {});
    });
  },

  payload: (key: number) => enqueue(({ payloads }) => payloads.text(key)),

  /** Returns the payloads of conversations as one JSON array. */
  body: (keys: number[]) => enqueue(({ payloads }) => payloads.body(keys)),
};

export type PayloadWorker = typeof api;

serve(api);

async function restore(store: string, key: number, payloads: PayloadStore): Promise<void> {
  let rows: RestoredRow[] = [];
  let savedAt: number | null = null;
  try {
    const { KeptList } = await import("./kept-list.ts");
    kept = new KeptList(store);
    savedAt = await kept.restore(key, (key, { origin, receivedAt, readError, listed }, bytes) => {
      const line = origin.from === "file" ? origin.line : 0;
      const entry = { line, bytes: bytes as Uint8Array<ArrayBuffer> };
      if (listed !== undefined) {
        const bare = { conversation: listed, summary: null, check: null, readError: null };
        rows.push({ key, origin, receivedAt, ...bare });
      } else {
        const [row] = readError === null ? payloads.add(key, entry) : [payloads.unreadable(key, line, readError)];
        if (row !== undefined) rows.push({ ...row, origin, receivedAt, conversation: row.summary.conversation });
      }
      if (rows.length < BATCH) return;
      emit("restored", rows, false, null);
      rows = [];
    });
  } catch {
    kept = null;
  }
  emit("restored", rows, true, savedAt);
}

/** Keeps a row for the next visit. */
function keep({ key }: Pick<LoadedRow, "key">, row: KeptRow, payloads: PayloadStore): void {
  if (kept === null) return;
  kept.add(key, row, payloads.bytes(key) ?? new Uint8Array());
  clearTimeout(writeTimer);
  writeTimer = setTimeout(() => void enqueue(write), WRITE_DELAY);
}

async function write(): Promise<void> {
  clearTimeout(writeTimer);
  const isKept = await kept?.write().catch(() => false);
  if (isKept !== false) return;
  kept = null;
  emit("notKept");
}

async function configure(input: MapperInput, wanted: number): Promise<void> {
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
  if (keys.length === 0) emit("checked", [], 0);
  let checks: [number, ReturnType<PayloadStore["check"]>][] = [];
  let pauseAt = performance.now() + TIME_SLICE;
  for (const [index, key] of keys.entries()) {
    checks.push([key, payloads.check(key)]);
    const isPauseDue = performance.now() > pauseAt;
    if (checks.length >= BATCH || isPauseDue || index === keys.length - 1) {
      emit("checked", checks, keys.length - 1 - index);
      checks = [];
    }
    if (isPauseDue) {
      await yieldToEvents();
      if (wanted !== generation) return;
      pauseAt = performance.now() + TIME_SLICE;
    }
  }
}

async function importFile(read: number, file: File, key: number, payloads: PayloadStore): Promise<void> {
  let nextKey = key;
  let rows: LoadedRow[] = [];
  let bytes = 0;
  let error: ImportError | null = null;
  let pauseAt = performance.now() + TIME_SLICE;
  const flush = () => {
    emit("rows", rows, read, bytes);
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
  // What is said to be read is kept: a reload that follows finds it.
  await write();
  emit("ended", read, error);
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

/** Lets pending calls be received. */
const yieldToEvents = () => new Promise((resolve) => setTimeout(resolve, 0));
