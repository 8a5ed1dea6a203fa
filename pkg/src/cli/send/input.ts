// One conversation, or many: what is in the file decides.

import { createReadStream } from "node:fs";
import { type Conversation, conversations } from "../../stream.js";
import { Failure, USAGE } from "../failure.js";
import { unreadable } from "../files.js";
import { labelled } from "../say.js";

export interface Input {
  /** More than one. */
  many: boolean;
  conversations: AsyncIterable<Conversation>;
}

/** Opens a file, or standard input for `-`. Of a large file no more than two conversations are held. */
export async function open(file: string): Promise<Input> {
  const source = conversations(pieces(file));
  const first = await source.next();
  if (first.done) {
    const nothing = labelled("error", "there is no conversation in it");
    throw new Failure(USAGE, [nothing], "pass a file with the payload of a conversation, or of many");
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

async function* pieces(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === "-" ? process.stdin : createReadStream(file);
  } catch (error) {
    throw unreadable("conversations", error);
  }
}
