// Reads many conversations one after the other, in the memory that one of them takes.

import { isDetached } from "../input.js";
import { textBytes } from "../json.js";
import { checkOptions, integerOption, rejectUnknownOptions } from "../options.js";
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
  checkOptions(options);
  const { maxBytes, ...unknown } = options;
  rejectUnknownOptions(unknown, "maxBytes");
  const splitter = new Splitter(integerOption("maxBytes", maxBytes) ?? DEFAULT_MAX_BYTES);
  const reader = new ChunkReader();
  for await (const chunk of chunks(source)) {
    const bytes = reader.bytes(chunk);
    if (typeof bytes === "string") yield* splitter.refuse(bytes);
    else yield* splitter.push(bytes);
  }
  yield* splitter.push(reader.end());
  yield* splitter.end();
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
    const isView = ArrayBuffer.isView(chunk);
    if (!isView && Object.prototype.toString.call(chunk) !== "[object ArrayBuffer]") {
      return `a chunk of the stream is ${chunk === null ? "null" : `of type ${typeof chunk}`}, neither bytes nor a text`;
    }
    const bytes = chunk as ArrayBuffer | ArrayBufferView;
    if (isDetached(bytes)) return "a chunk of the stream was transferred to another owner, so its bytes are gone";
    if (!isView) return new Uint8Array(bytes as ArrayBuffer);
    const { buffer, byteOffset, byteLength } = chunk;
    return new Uint8Array(buffer, byteOffset, byteLength);
  }

  /** Returns the bytes of what no text continued. */
  end(): Uint8Array {
    return textBytes(this.#half);
  }
}

/** Iterates over a stream; not every runtime has ReadableStream's async iterator. */
async function* chunks(source: ByteStream): AsyncGenerator<unknown, void, undefined> {
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
