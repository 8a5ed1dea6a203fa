// Reads many conversations one after the other, in the memory that one of them takes.

import { bytesOf, DETACHED, isBuffer } from "../bytes.js";
import { LimeobjectError, messageOf } from "../errors.js";
import { textBytes } from "../json.js";
import { integerOption, readOptions } from "../options.js";
import { type Conversation, Splitter } from "./splitter.js";

/** Bytes that arrive in chunks: an `ArrayBuffer`, a view of one (`Uint8Array`, `Buffer`, `DataView`), or a text. */
export type Chunk = ArrayBuffer | ArrayBufferView | string;

/** Bytes that arrive in chunks. */
export type ByteStream = ReadableStream<Chunk> | AsyncIterable<Chunk>;

/** Options of {@link conversations}. */
export interface ConversationsOptions {
  /** Maximum size of a conversation, in bytes. Default: 16777216 (16 MiB). */
  maxBytes?: number | undefined;
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Splits bytes into conversations: the elements of a JSON array if the first character is `[`; otherwise lines (NDJSON) or,
 * if the first conversation spans several lines, consecutive JSON texts. Yields each as soon as it is read and buffers at
 * most one. A conversation larger than `maxBytes`, a truncated array and a chunk of another kind yield an item with an
 * `error`.
 *
 * Does not check whether a conversation is valid: two JSON texts on one line are one conversation, which no mapper accepts.
 */
export async function* conversations(
  source: ByteStream,
  options: ConversationsOptions = {},
): AsyncGenerator<Conversation, void, undefined> {
  const { maxBytes } = readOptions(options, ["maxBytes"]);
  const splitter = new Splitter(integerOption("maxBytes", maxBytes) ?? DEFAULT_MAX_BYTES);
  for await (const ofChunk of conversationsByChunk(source, splitter)) yield* ofChunk;
}

/** Yields for each chunk the conversations that end in it. They must be consumed before the next chunk is read. */
export async function* conversationsByChunk(
  source: ByteStream,
  splitter: Splitter,
): AsyncGenerator<Generator<Conversation, void, undefined>, void, undefined> {
  const reader = new ChunkReader();
  for await (const chunk of chunks(source)) {
    const bytes = reader.bytes(chunk);
    yield typeof bytes === "string" ? splitter.refuse(bytes) : splitter.push(bytes);
  }
  yield splitter.push(reader.end());
  yield splitter.end();
}

/** Converts chunks to bytes. */
class ChunkReader {
  /** First half of a character that the next text continues. */
  #half = "";

  /** Returns the bytes, or what is wrong with the chunk. */
  bytes(chunk: unknown): Uint8Array | string {
    if (typeof chunk === "string") {
      const text = this.#half + chunk;
      const last = text.charCodeAt(text.length - 1);
      const end = last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length;
      this.#half = text.slice(end);
      return textBytes(text.slice(0, end));
    }
    if (ArrayBuffer.isView(chunk) || isBuffer(chunk)) return bytesOf(chunk) ?? `a chunk of the stream ${DETACHED}`;
    return `a chunk of the stream is ${chunk === null ? "null" : `of type ${typeof chunk}`}, neither bytes nor a text`;
  }

  /** Returns the bytes of what no text continued. */
  end(): Uint8Array {
    return textBytes(this.#half);
  }
}

/** Iterates over a stream; not every runtime has ReadableStream's async iterator. */
async function* chunks(source: ByteStream): AsyncGenerator<unknown, void, undefined> {
  const reader = readerOf(source);
  if (reader === undefined) {
    yield* source as AsyncIterable<Chunk>;
    return;
  }
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

/** Returns the reader of a stream; undefined for another iterable. */
function readerOf(source: ByteStream): ReadableStreamDefaultReader<Chunk> | undefined {
  try {
    if ("getReader" in source) return source.getReader();
    if (Symbol.asyncIterator in source || Symbol.iterator in source) return undefined;
  } catch (cause) {
    throw new LimeobjectError("option", `the source cannot be read: ${messageOf(cause)}`, { cause });
  }
  throw new LimeobjectError("option", "the source must be a stream or an iterable of bytes");
}
