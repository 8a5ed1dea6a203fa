// Splits bytes that arrive in chunks into conversations. Only quotes and brackets are parsed: the mapper checks whether a
// conversation is valid JSON. At most one conversation is buffered.

import { PayloadError } from "../errors.js";
import { ConversationBuffer } from "./buffer.js";

/** One conversation of many: its bytes, or the reason why they are missing. */
export type Conversation = ConversationBytes | ConversationError;

/** Position in a stream at which a conversation begins. All numbers are counted from 1. */
export interface StreamPosition {
  /** Number of the conversation in the stream. */
  index: number;
  /** Line on which it begins. */
  line: number;
  /** Column in that line, in bytes. */
  column: number;
}

/** A conversation that was read. */
export interface ConversationBytes extends StreamPosition {
  /** Its JSON text in UTF-8, not validated. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Absent. */
  error?: undefined;
}

/** A conversation that could not be read: it is too large, the JSON array around it is invalid, or a chunk is no bytes. */
export interface ConversationError extends StreamPosition {
  /** Absent. */
  bytes?: undefined;
  /**
   * `too-large`; or `cut-off` or `not-json` if the array is invalid, or `wrong-type` if a chunk is neither bytes nor a text:
   * then this is the last item.
   */
  error: PayloadError;
}

const [SPACE, TAB, NEWLINE, RETURN] = [0x20, 0x09, 0x0a, 0x0d];
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [BRACKET, END_BRACKET, BRACE, END_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Levels of nesting that are remembered. No conversation that is read has as many. */
const MAX_LEVELS = 1024;

/** Returns the same bytes as a `Buffer` where the runtime has it, because Node's finds a byte twenty times as fast. */
function searchable(bytes: Uint8Array): Uint8Array {
  const { Buffer } = globalThis as {
    Buffer?: { from: (buffer: ArrayBufferLike, offset: number, length: number) => Uint8Array };
  };
  return Buffer?.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) ?? bytes;
}

const isWhitespace = (byte: number) => byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;

/**
 * - `detect`: nothing but whitespace was read.
 * - `array`: inside a JSON array.
 * - `first-line`: not an array; the end of the first line decides between `lines` and `values`.
 * - `after-first-line`: the first line ended inside a value, which either continues or is invalid.
 * - `lines`: NDJSON, one conversation per line.
 * - `values`: consecutive JSON texts.
 * - `after-array`: only whitespace may follow.
 * - `ended`: the rest is ignored.
 */
type State = "detect" | "array" | "first-line" | "after-first-line" | "lines" | "values" | "after-array" | "ended";

/**
 * Splits bytes into conversations: the elements of a JSON array if the first character is `[`; otherwise lines (NDJSON),
 * where empty lines are skipped; or, if the first conversation continues on the second line, consecutive JSON texts.
 */
export class Splitter {
  readonly #maxBytes: number;
  /** The bytes of the current conversation, unless it is too large. */
  readonly #buffer: ConversationBuffer;
  #state: State = "detect";
  #index = 0;
  /** Number of bytes before the current chunk. */
  #offset = 0;
  /** Offset of the current line in the stream. */
  #lineStart = 0;
  #line = 1;

  // The current conversation.
  #start: { line: number; column: number } | undefined;
  #size = 0;

  // Parser state inside the current conversation; not used for `lines`.
  #depth = 0;
  #inString = false;
  #escaped = false;

  // The first line: its size, its last character other than whitespace, and the brackets that are open at its end, those
  // of most levels as their number.
  #firstLineSize = 0;
  #lastByte = 0;
  #openBrackets: number[] = [];
  #moreBrackets = 0;

  /** @param maxBytes Maximum size of a conversation. */
  constructor(maxBytes: number, buffer = new ConversationBuffer()) {
    this.#maxBytes = maxBytes;
    this.#buffer = buffer;
  }

  /** Accepts the next chunk and yields the conversations that end in it. The caller may reuse the chunk afterwards. */
  *push(chunk: Uint8Array): Generator<Conversation, void, undefined> {
    const searched = searchable(chunk);
    let at = 0;
    while (at < chunk.length) {
      switch (this.#state) {
        case "detect":
          at = this.#detect(chunk, at);
          break;
        case "lines": {
          const end = searched.indexOf(NEWLINE, at);
          this.#append(chunk, at, end < 0 ? chunk.length : end);
          at = end < 0 ? chunk.length : end + 1;
          if (end >= 0) {
            if (this.#start !== undefined) yield this.#conversation();
            this.#newLine(end);
          }
          break;
        }
        case "first-line": {
          const end = this.#firstLineEnd(chunk, at);
          this.#append(chunk, at, end < 0 ? chunk.length : end);
          at = end < 0 ? chunk.length : end + 1;
          if (end < 0) break;
          this.#depth = this.#openBrackets.length + this.#moreBrackets;
          if (this.#depth > 0 || this.#inString) {
            this.#state = "after-first-line";
            this.#firstLineSize = this.#size;
            this.#append(chunk, end, end + 1);
          } else {
            this.#state = "lines";
            yield this.#conversation();
          }
          this.#newLine(end);
          break;
        }
        case "after-first-line": {
          const start = this.#skipWhitespace(chunk, at);
          this.#append(chunk, at, start);
          at = start;
          if (at === chunk.length) break;
          this.#state = this.#canContinue(chunk[at] as number) ? "values" : "lines";
          if (this.#state === "lines") yield this.#conversation(this.#firstLineSize);
          break;
        }
        case "values": {
          const end = this.#valueEnd(chunk, at, false);
          if (end >= 0) yield this.#conversation();
          at = end < 0 ? chunk.length : end;
          break;
        }
        case "array": {
          const end = this.#valueEnd(chunk, at, true);
          if (end < 0) at = chunk.length;
          else {
            const isLast = chunk[end] === END_BRACKET;
            // `[]` has no element; `[1,]` has a second one, which is invalid.
            if (!isLast || this.#start !== undefined || this.#index > 0) yield this.#conversation();
            if (isLast) this.#state = "after-array";
            at = end + 1;
          }
          break;
        }
        case "after-array":
          at = this.#skipWhitespace(chunk, at);
          if (at < chunk.length) {
            yield this.#error("not-json", "unexpected data after the end of the array", at);
            this.#state = "ended";
          }
          break;
        case "ended":
          at = chunk.length;
      }
    }
    this.#buffer.endChunk();
    this.#offset += chunk.length;
  }

  /** Yields an error for a chunk that is no bytes, and ends: what comes after it belongs to an unknown place. */
  *refuse(what: string): Generator<Conversation, void, undefined> {
    if (this.#state === "ended") return;
    yield this.#error("wrong-type", what, 0);
    this.#start = undefined;
    this.#buffer.clear();
    this.#state = "ended";
  }

  /** Yields the rest after the last chunk. */
  *end(): Generator<Conversation, void, undefined> {
    if (this.#start !== undefined)
      yield this.#conversation(this.#state === "after-first-line" ? this.#firstLineSize : this.#size);
    if (this.#state === "array")
      yield this.#error("cut-off", "the array is truncated: its closing bracket is missing", 0);
    this.#state = "ended";
  }

  #detect(chunk: Uint8Array, from: number): number {
    let at = from;
    // Skip a byte order mark at the beginning.
    while (this.#offset + at < 3 && chunk[at] === BYTE_ORDER_MARK[this.#offset + at]) at++;
    at = this.#skipWhitespace(chunk, at);
    if (at === chunk.length) return at;
    this.#state = chunk[at] === BRACKET ? "array" : "first-line";
    return chunk[at] === BRACKET ? at + 1 : at;
  }

  #skipWhitespace(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (!isWhitespace(byte)) return at;
      if (byte === NEWLINE) this.#newLine(at);
    }
    return chunk.length;
  }

  /** Finds the end of the first line, or -1 if it is not in this chunk, and records the open brackets. */
  #firstLineEnd(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === NEWLINE) return at;
      if (!isWhitespace(byte)) this.#lastByte = byte;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === QUOTE) this.#inString = true;
      else if (byte === BRACKET || byte === BRACE) this.#open(byte);
      else if (byte === END_BRACKET || byte === END_BRACE) this.#close();
    }
    return -1;
  }

  #open(bracket: number): void {
    if (this.#openBrackets.length < MAX_LEVELS) this.#openBrackets.push(bracket);
    else this.#moreBrackets++;
  }

  #close(): void {
    if (this.#moreBrackets > 0) this.#moreBrackets--;
    else this.#openBrackets.pop();
  }

  /** True if a value that is open at the end of the first line can continue with this byte; otherwise that line is invalid. */
  #canContinue(byte: number): boolean {
    // A string contains no line break, and inside an object another one begins only after a colon.
    return !this.#inString && (byte !== BRACE || this.#lastByte === COLON || this.#openBrackets.at(-1) === BRACKET);
  }

  /**
   * Appends the bytes of a value and returns its end, or -1 if it is not in this chunk. Inside an array a value ends before a
   * comma or the array's closing bracket, otherwise after its own closing bracket.
   */
  #valueEnd(chunk: Uint8Array, from: number, inArray: boolean): number {
    const start = this.#start === undefined ? this.#skipWhitespace(chunk, from) : from;
    const first = chunk[start];
    if (first !== undefined && !(inArray && (first === COMMA || first === END_BRACKET))) this.#markStart(start);
    let end = -1;
    for (let at = start; at < chunk.length && end < 0; at++) {
      if (this.#inString) {
        at = this.#stringEnd(chunk, at);
        continue;
      }
      switch (chunk[at]) {
        case QUOTE:
          this.#inString = true;
          break;
        case BRACKET:
        case BRACE:
          this.#depth++;
          break;
        case END_BRACKET:
          if (inArray && this.#depth === 0) end = at;
          else if (this.#closes(inArray)) end = at + 1;
          break;
        case END_BRACE:
          if (this.#closes(inArray)) end = at + 1;
          break;
        case COMMA:
          if (inArray && this.#depth === 0) end = at;
          break;
        case NEWLINE:
          this.#newLine(at);
      }
    }
    this.#append(chunk, start, end < 0 ? chunk.length : end);
    return end;
  }

  /** Closes a bracket; true if this ends a value outside an array. */
  #closes(inArray: boolean): boolean {
    if (this.#depth > 0) this.#depth--;
    return !inArray && this.#depth === 0;
  }

  /** Finds the end of the current string, or the end of the chunk. */
  #stringEnd(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return at;
      } else if (byte === NEWLINE) this.#newLine(at);
    }
    return chunk.length;
  }

  #newLine(at: number): void {
    this.#line++;
    this.#lineStart = this.#offset + at + 1;
  }

  #markStart(at: number): void {
    this.#start ??= { line: this.#line, column: this.#offset + at - this.#lineStart + 1 };
  }

  /** Appends a section of a chunk to the conversation, without leading whitespace. */
  #append(chunk: Uint8Array, from: number, to: number): void {
    let start = from;
    if (this.#start === undefined) {
      while (start < to && isWhitespace(chunk[start] as number)) start++;
      if (start === to) return;
      this.#markStart(start);
    }
    const used = this.#size;
    this.#size += to - start;
    if (this.#size > this.#maxBytes) this.#buffer.clear();
    else this.#buffer.append(chunk.subarray(start, to), used);
  }

  #conversation(size = this.#size): Conversation {
    const { line, column } = this.#start ?? { line: this.#line, column: 1 };
    const [bytes, total] = [this.#buffer.take(size), this.#size];
    this.#start = undefined;
    this.#size = 0;
    this.#depth = 0;
    this.#inString = this.#escaped = false;
    const position = { index: ++this.#index, line, column };
    if (total > this.#maxBytes) {
      const message = `the text is too large: ${total} bytes; the limit is ${this.#maxBytes}`;
      return {
        ...position,
        error: new PayloadError("too-large", message, {
          line,
          column,
          params: { bytes: total, limit: this.#maxBytes },
        }),
      };
    }
    return { ...position, bytes: bytes as Uint8Array<ArrayBuffer> };
  }

  #error(code: "cut-off" | "not-json" | "wrong-type", message: string, at: number): Conversation {
    const position = { line: this.#line, column: this.#offset + at - this.#lineStart + 1 };
    return { index: ++this.#index, ...position, error: new PayloadError(code, message, position) };
  }
}
