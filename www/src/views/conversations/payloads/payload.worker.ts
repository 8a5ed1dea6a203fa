// The library's thread: it reads files, keeps the payloads, and checks them, so that the page stays quick.

import { type Conversation, conversations } from "userlike-limeobject/stream";
import { MOST_BYTES, MOST_CONVERSATIONS, type Order, type Read, type ReadTrouble, type Report } from "./messages.ts";
import { Shelf } from "./payload-store.ts";

/** Between two pauses, in which orders are heard, in milliseconds. */
const SLICE = 40;
/** So many rows go to the page at once. */
const BATCH = 250;

const shelf = new Shelf();
const stopped = new Set<number>();
/** Counts the configurations: a check that was begun for an older one ends. */
let generation = 0;
/** Orders are carried out one after the other, but those that end others. */
let work: Promise<unknown> = Promise.resolve();

// The handler is there before the module below is: what comes meanwhile waits for it.
const mapping = import("userlike-limeobject");

self.addEventListener("message", ({ data }: MessageEvent<Order>) => {
  if (data.do === "stop") stopped.add(data.read);
  else if (data.do === "configure") generation += 1;
  const wanted = generation;
  work = work.then(() => carryOut(data, wanted)).catch((error) => report({ is: "broken", message: String(error) }));
});

async function carryOut(order: Order, wanted: number): Promise<void> {
  switch (order.do) {
    case "configure":
      if (wanted === generation) await configure(order, wanted);
      break;
    case "read":
      await read(order);
      break;
    case "take": {
      await mapping;
      const rows = shelf.put(order.key, { line: 0, bytes: new Uint8Array(order.bytes) });
      report({ is: "rows", read: null, rows: rows.slice(0, 1).map((row) => ({ ...row, line: null })), bytes: 0 });
      break;
    }
    case "forget":
      shelf.forget(order.keys);
      break;
    case "payload":
      report({ is: "payload", ask: order.ask, text: shelf.text(order.key) });
      break;
    case "body":
      report({ is: "body", ask: order.ask, body: shelf.body(order.keys) });
  }
}

async function configure({ config, limetypes }: Extract<Order, { do: "configure" }>, wanted: number): Promise<void> {
  const { Mapper } = await mapping;
  shelf.mapper?.free();
  shelf.mapper = null;
  if (config !== null) {
    try {
      shelf.mapper = new Mapper(config, limetypes.trim() === "" ? {} : { limetypes });
    } catch {
      // What is wrong with it, the page says where it is edited; here nothing can be checked.
    }
  }
  const keys = shelf.keys();
  let checks: [number, ReturnType<Shelf["check"]>][] = [];
  let pause = performance.now() + SLICE;
  for (const [at, key] of keys.entries()) {
    checks.push([key, shelf.check(key)]);
    const late = performance.now() > pause;
    if (checks.length >= BATCH || late || at === keys.length - 1) {
      report({ is: "checked", checks, left: keys.length - 1 - at });
      checks = [];
    }
    if (late) {
      await breath();
      if (wanted !== generation) return;
      pause = performance.now() + SLICE;
    }
  }
}

async function read({ read, file, key }: Extract<Order, { do: "read" }>): Promise<void> {
  await mapping;
  let next = key;
  let rows: Read[] = [];
  let bytes = 0;
  let trouble: ReadTrouble | null = null;
  let pause = performance.now() + SLICE;
  const tell = () => {
    report({ is: "rows", read, rows, bytes });
    rows = [];
  };
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces(file)) {
      bytes += piece.byteLength;
      yield piece;
    }
  }
  try {
    for await (const conversation of conversations(counted(), { maxBytes: MOST_BYTES })) {
      trouble = troubleOf(conversation);
      if (trouble !== null) break;
      const found = shelf.put(next, conversation);
      rows.push(...found);
      next += found.length;
      if (next - key >= MOST_CONVERSATIONS) {
        trouble = { code: "too-many" };
        break;
      }
      if (rows.length >= BATCH) tell();
      if (performance.now() > pause) {
        tell();
        await breath();
        if (stopped.has(read)) break;
        pause = performance.now() + SLICE;
      }
    }
  } catch {
    trouble = { code: "unreadable" };
  }
  stopped.delete(read);
  tell();
  report({ is: "end", read, trouble });
}

/** What is wrong with the file itself, when this is said in a conversation's place. */
function troubleOf({ line, error }: Conversation): ReadTrouble | null {
  if (error?.code === "cut-off") return { code: "open", line };
  return error?.code === "not-json" ? { code: "behind", line } : null;
}

/** Not every browser can iterate over its streams. */
async function* pieces(file: File): AsyncGenerator<Uint8Array> {
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
const breath = () => new Promise((resolve) => setTimeout(resolve, 0));

function report(said: Report): void {
  postMessage(said);
}
