// What `userlike-limeobject/stream` offers: many conversations, one after the other, in as much memory as one of them takes.
// It needs no WebAssembly of its own: the mapper is the caller's.

import { type LimeobjectError, ModuleError, PayloadError, type PayloadPlace } from "./errors.js";
import type { Mapper, PreviewOptions } from "./mapper.js";
import { refuseUnknown } from "./options.js";
import { type Conversation, type Place, Splitter } from "./splitter.js";

export { LimeobjectError, ModuleError, PayloadError } from "./errors.js";
export type { Conversation, Found, Missing, Place } from "./splitter.js";

/** Bytes that come one piece after the other. */
export type Bytes = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** How a stream of conversations is cut. */
export interface ConversationsOptions {
  /** The largest conversation that is kept, in bytes; 16 MiB (16777216) when nothing is said. */
  maxBytes?: number | undefined;
}

/** A line of {@link previewStream}'s output for a conversation that could not be previewed. */
export interface StreamError {
  /** What is wrong, and where. */
  error: {
    /** As {@link PayloadError} has it; or {@link ModuleError}, when there was no memory for it. */
    code: string;
    /** For a person; its place is that in the stream. */
    message: string;
    /** Which of the stream's conversations it is, counted from 1. */
    index: number;
    /** The line of the stream on which the conversation begins, counted from 1. */
    line: number;
    /** The column on that line, in bytes, counted from 1. */
    column: number;
    /** JSON pointer to the value in the conversation, where it is known. */
    pointer?: string;
  };
}

/** A pair for `pipeThrough`, as a `TransformStream` is one. */
export interface PreviewStream {
  /** Lines: a preview or a {@link StreamError} each. */
  readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Conversations. */
  writable: WritableStream<Uint8Array>;
}

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Cuts bytes into conversations: the elements of a JSON array when they begin with `[`; else lines (NDJSON); or, when the
 * first one takes more than a line, one JSON text after the other. They come as they are read, and no more is held than the
 * largest of them. What can't be had comes as an `error` in its place: one that is larger than `maxBytes`, a list that ends
 * before its end.
 *
 * Whether a conversation is one is not looked at.
 */
export async function* conversations(
  source: Bytes,
  options: ConversationsOptions = {},
): AsyncGenerator<Conversation, void, undefined> {
  const { maxBytes = MAX_BYTES, ...unknown } = options;
  refuseUnknown(unknown, "maxBytes");
  const splitter = new Splitter(maxBytes);
  for await (const piece of pieces(source)) yield* splitter.push(piece);
  yield* splitter.end();
}

/**
 * Turns the bytes of many conversations into those of their previews: for `pipeThrough`. What goes in is a JSON array of
 * conversations, one on each line (NDJSON), or one after the other; it is found out. What comes out is one line for each of them, in their
 * order: the preview's JSON, or a {@link StreamError}. Nothing is left out, and one that can't be previewed does not stop
 * the others.
 *
 * One conversation is held at a time, and the next is read when its preview was taken.
 *
 * @param mapper It must not be freed before the stream has ended.
 */
export function previewStream(mapper: Mapper, options: PreviewOptions = {}): PreviewStream {
  let through: TransformStreamDefaultController<Uint8Array> | undefined;
  const { readable: input, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      through = controller;
    },
  });
  const source = conversations(input, { maxBytes: mapper.maxBytes });
  const readable = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await source.next();
          if (done) controller.close();
          else controller.enqueue(line(value, mapper, options));
        } catch (error) {
          through?.error(error);
          throw error;
        }
      },
      cancel(reason) {
        through?.error(reason);
      },
    },
    // Nothing is previewed before somebody reads.
    { highWaterMark: 0 },
  );
  return { readable, writable };
}

const NEWLINE = 0x0a;
const encoder = new TextEncoder();

/** What comes out for one conversation, with its line break. */
function line(conversation: Conversation, mapper: Mapper, options: PreviewOptions): Uint8Array<ArrayBuffer> {
  const bytes = previewed(conversation, mapper, options);
  const line = new Uint8Array(bytes.byteLength + 1);
  line.set(bytes);
  line[bytes.byteLength] = NEWLINE;
  return line;
}

function previewed(conversation: Conversation, mapper: Mapper, options: PreviewOptions): Uint8Array {
  if (conversation.error !== undefined) return record(conversation, conversation.error);
  try {
    return mapper.transform(conversation.bytes, options);
  } catch (error) {
    if (!(error instanceof PayloadError || error instanceof ModuleError)) throw error;
    return record(conversation, error);
  }
}

function record(place: Place, problem: LimeobjectError & PayloadPlace): Uint8Array {
  const { index, line, column } = place;
  const { code, message, pointer } = problem;
  const error = {
    code,
    message: inStream(message, place, problem),
    index,
    line,
    column,
    ...(pointer ? { pointer } : {}),
  };
  return encoder.encode(JSON.stringify({ error } satisfies StreamError));
}

/** A message about a place in a conversation, with the place where that is in the stream. */
function inStream(message: string, start: Place, { line, column }: PayloadPlace): string {
  if (line === undefined || column === undefined) return message;
  const there = `line ${start.line + line - 1}, column ${line === 1 ? start.column + column - 1 : column}`;
  return message.replace(`line ${line}, column ${column}`, there);
}

/** Not every runtime can iterate over its streams. */
async function* pieces(source: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  if (!("getReader" in source)) {
    yield* source;
    return;
  }
  const reader = source.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}
