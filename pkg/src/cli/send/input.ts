// The conversations to send: one or many, depending on the contents of the file.

import { createReadStream } from "node:fs";
import { type Conversation, conversations } from "../../stream/index.js";
import { CliError, USAGE } from "../errors.js";
import { unreadableFile } from "../files.js";

export interface Input {
  /** True for more than one conversation. */
  many: boolean;
  conversations: AsyncIterable<Conversation>;
}

/** Opens a file, or standard input for `-`. Buffers at most two conversations. */
export async function openInput(file: string): Promise<Input> {
  const source = conversations(chunks(file));
  const first = await source.next();
  if (first.done) {
    throw new CliError(
      USAGE,
      "the input contains no conversation",
      "pass a file with the payload of one or more conversations",
    );
  }
  const { value } = first;
  const second = await source.next();
  async function* all() {
    yield value;
    if (!second.done) yield second.value;
    yield* source;
  }
  return { many: second.done !== true, conversations: all() };
}

async function* chunks(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === "-" ? process.stdin : createReadStream(file);
  } catch (error) {
    throw unreadableFile("conversations", error);
  }
}
