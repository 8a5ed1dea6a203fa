// One conversation, or many: what is in the file decides.

import { createReadStream } from "node:fs";
import { type Conversation, conversations } from "../../stream.js";
import { unreadable } from "../files.js";

export interface Input {
  /** One conversation on many lines is not cut into lines. */
  many: boolean;
  conversations: AsyncIterable<Conversation>;
}

const MAX_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Opens a file, or standard input for `-`. Of a large file no more than one conversation is held. */
export async function open(file: string): Promise<Input> {
  const source = pieces(file);
  const first: Uint8Array[] = [];
  let size = 0;
  // Enough to know its form: as far as the first line's end.
  while (size < MAX_BYTES) {
    const { done, value } = await source.next();
    if (done) break;
    first.push(value);
    size += value.byteLength;
    if (value.includes(NEWLINE)) break;
  }
  async function* all() {
    yield* first;
    yield* source;
  }
  const many = hasMany(Buffer.concat(first));
  return { many, conversations: many ? conversations(all()) : single(all()) };
}

/** A list, or lines of which the first is a whole conversation. */
function hasMany(bytes: Buffer): boolean {
  const text = bytes
    .toString()
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text.startsWith("[")) return true;
  const [line = "", ...rest] = text.split("\n");
  return rest.some((line) => line.trim() !== "") && isJson(line);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function* single(source: AsyncIterable<Uint8Array>): AsyncGenerator<Conversation> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source) {
    parts.push(part);
    size += part.byteLength;
    // Its size is told by the mapper, who refuses it; there is no need to read on.
    if (size > MAX_BYTES) break;
  }
  yield { index: 1, line: 1, column: 1, bytes: Buffer.concat(parts) };
}

async function* pieces(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === "-" ? process.stdin : createReadStream(file);
  } catch (error) {
    throw unreadable("conversations", error);
  }
}
