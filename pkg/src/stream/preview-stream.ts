// Previews many conversations as one stream.

import { LimeobjectError, ModuleError, type ModuleErrorCode, PayloadError, type PayloadPosition } from "../errors.js";
import type { PayloadErrorCode } from "../generated/types.js";
import { textBytes } from "../json.js";
import { lineWriters } from "../line-writers.js";
import type { Mapper, PreviewOptions } from "../mapper.js";
import { BorrowingBuffer } from "./borrowing-buffer.js";
import { conversationsByChunk } from "./conversations.js";
import { type Conversation, Splitter, type StreamPosition } from "./splitter.js";

/** A line in the output of {@link previewStream} for a conversation that could not be previewed. */
export interface StreamError {
  /** The error and its position. */
  error: {
    /** Code of the {@link PayloadError}, or of the {@link ModuleError} if memory was exhausted. */
    code: PayloadErrorCode | ModuleErrorCode;
    /** Message for people; positions in it refer to the stream. */
    message: string;
    /** Number of the conversation in the stream, counted from 1. */
    index: number;
    /** Line of the stream on which the conversation begins, counted from 1. */
    line: number;
    /** Column in that line, in bytes, counted from 1. */
    column: number;
    /** JSON pointer to the value in the conversation, if known. */
    pointer?: string;
  };
}

/** A pair for `pipeThrough`, like a `TransformStream`. */
export interface PreviewStream {
  /** Lines, each a preview or a {@link StreamError}. */
  readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Conversations. */
  writable: WritableStream<Uint8Array>;
}

/**
 * Converts the bytes of many conversations to the bytes of their previews, for `pipeThrough`. The input is a JSON array, one
 * conversation per line (NDJSON), or consecutive JSON texts; the format is detected. The output has one line per
 * conversation, in the same order: the preview's JSON or a {@link StreamError}. A conversation that cannot be previewed does
 * not affect the others.
 *
 * Buffers one conversation at a time and reads the next one when its preview was consumed.
 *
 * @param mapper Must not be freed before the stream has ended.
 */
export function previewStream(mapper: Mapper, options: PreviewOptions = {}): PreviewStream {
  const maxBytes = sizeLimit(mapper);
  let inputController: TransformStreamDefaultController<Uint8Array> | undefined;
  const { readable: input, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      inputController = controller;
    },
  });
  const chunks = conversationsByChunk(input, new Splitter(maxBytes, new BorrowingBuffer()));
  let ofChunk: Iterator<Conversation, void> | undefined;
  const readable = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      // Without waiting where the chunk has another conversation.
      async pull(controller) {
        try {
          for (;;) {
            const conversation = ofChunk?.next();
            if (conversation?.done === false)
              return controller.enqueue(outputLine(conversation.value, mapper, options));
            const chunk = await chunks.next();
            if (chunk.done) return controller.close();
            ofChunk = chunk.value;
          }
        } catch (error) {
          inputController?.error(error);
          throw error;
        }
      },
      cancel(reason) {
        inputController?.error(reason);
      },
    },
    // No preview before the first read.
    { highWaterMark: 0 },
  );
  return { readable, writable };
}

function sizeLimit(mapper: Mapper): number {
  try {
    if (typeof mapper.transform === "function") return mapper.maxBytes;
  } catch {
    // As any other value that is no mapper.
  }
  throw new LimeobjectError("option", "the mapper of a stream must be a Mapper");
}

const NEWLINE = 0x0a;

/** Returns the output for one conversation, including the newline. */
function outputLine(conversation: Conversation, mapper: Mapper, options: PreviewOptions): Uint8Array<ArrayBuffer> {
  if (conversation.error !== undefined) return streamError(conversation, conversation.error);
  try {
    const write = lineWriters.get(mapper);
    if (write !== undefined) return write(conversation.bytes, options);
    // Of another copy of this package.
    const json = mapper.transform(conversation.bytes, options);
    const line = new Uint8Array(json.byteLength + 1);
    line.set(json);
    line[json.byteLength] = NEWLINE;
    return line;
  } catch (error) {
    if (!(error instanceof PayloadError || error instanceof ModuleError)) throw error;
    return streamError(conversation, error);
  }
}

function streamError(
  position: StreamPosition,
  cause: (PayloadError | ModuleError) & PayloadPosition,
): Uint8Array<ArrayBuffer> {
  const { index, line, column } = position;
  const { code, message, pointer } = cause;
  const error = {
    code,
    message: withStreamPosition(message, position, cause),
    index,
    line,
    column,
    ...(pointer ? { pointer } : {}),
  };
  return textBytes(`${JSON.stringify({ error } satisfies StreamError)}\n`);
}

/** Replaces the position in the conversation, in a message, by the position in the stream. */
function withStreamPosition(message: string, start: StreamPosition, { line, column }: PayloadPosition): string {
  if (line === undefined || column === undefined) return message;
  const inStream = `line ${start.line + line - 1}, column ${line === 1 ? start.column + column - 1 : column}`;
  return message.replace(`line ${line}, column ${column}`, inStream);
}
