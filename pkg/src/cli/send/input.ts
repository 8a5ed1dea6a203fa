// The conversations to send: one or many, depending on the contents of the file.

import { createReadStream, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { type Conversation, conversations } from "../../stream/index.js";
import { CliError, USAGE } from "../errors.js";
import { unreadableFile } from "../files.js";

/** Milliseconds after which a conversation from a pipe is sent, although nobody knows whether more will come. */
const QUIET = 200;

export interface Input {
  /** True for more than one conversation, and for a pipe that stays open after the first one. */
  many: boolean;
  /** False for standard input and pipes. */
  isFile: boolean;
  /** Ends early when the signal is aborted. */
  conversations: AsyncIterable<Conversation>;
}

/**
 * Opens a file, or standard input for `-`. Buffers at most two conversations.
 *
 * @param options.one Waits for the end of the input to know whether there is only one conversation.
 */
export async function openInput(file: string, { signal, one }: { signal: AbortSignal; one: boolean }): Promise<Input> {
  const isFile = file !== "-" && statSync(file, { throwIfNoEntry: false })?.isFile() !== false;
  const stream: Readable = file === "-" ? process.stdin : createReadStream(file);
  const source = conversations(chunks(stream));
  const next = async (): Promise<IteratorResult<Conversation, void>> =>
    (await unlessAborted(source.next(), signal)) ?? { done: true, value: undefined };
  // Not while something waits for it: an open pipe would keep the process alive.
  signal.addEventListener("abort", () => void stream.destroy(), { once: true });

  const first = await next();
  if (first.done) {
    if (signal.aborted) return { many: false, isFile, conversations: nothing() };
    throw new CliError(
      USAGE,
      "the input contains no conversation",
      "pass a file with the payload of one or more conversations",
    );
  }
  const second = next();
  const isMany = second.then(
    ({ done }) => done !== true,
    // The error is thrown to the reader of the conversations.
    () => true,
  );
  async function* all() {
    yield first.value as Conversation;
    for (let item = await second; !item.done; item = await next()) yield item.value;
  }
  const many = await (isFile || one ? isMany : Promise.race([isMany, after(QUIET, true)]));
  return { many, isFile, conversations: all() };
}

async function* nothing(): AsyncGenerator<Conversation> {}

async function* chunks(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    throw unreadableFile("conversations", error);
  }
}

/** Resolves with undefined as soon as the signal is aborted. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => resolve(undefined);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function after<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value));
}
