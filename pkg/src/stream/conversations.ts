// Reads many conversations one after the other, in the memory that one of them takes.

import { rejectUnknownOptions } from "../options.js";
import { type Conversation, Splitter } from "./splitter.js";

/** Bytes that arrive in chunks. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** Options of {@link conversations}. */
export interface ConversationsOptions {
  /** Maximum size of a conversation, in bytes. Default: 16777216 (16 MiB). */
  maxBytes?: number | undefined;
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Splits bytes into conversations: the elements of a JSON array if the first character is `[`; otherwise lines (NDJSON) or,
 * if the first conversation spans several lines, consecutive JSON texts. Yields each as soon as it is read and buffers at
 * most one. A conversation larger than `maxBytes` and a truncated array yield an item with an `error`.
 *
 * Does not check whether a conversation is valid.
 */
export async function* conversations(
  source: ByteStream,
  options: ConversationsOptions = {},
): AsyncGenerator<Conversation, void, undefined> {
  const { maxBytes = DEFAULT_MAX_BYTES, ...unknown } = options;
  rejectUnknownOptions(unknown, "maxBytes");
  const splitter = new Splitter(maxBytes);
  for await (const chunk of chunks(source)) yield* splitter.push(chunk);
  yield* splitter.end();
}

/** Iterates over a stream; not every runtime has ReadableStream's async iterator. */
async function* chunks(source: ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
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
