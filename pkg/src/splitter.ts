// Bytes in pieces of any size -> the conversations in them, one at a time. It follows quotes and brackets only: whether a
// conversation is JSON is for the mapper to find out. Never more than one conversation is held.

import { PayloadError } from "./errors.js";

/** One conversation of many: its bytes, or why they are not there. */
export type Conversation = Found | Missing;

/** Where in a stream a conversation begins. All of it is counted from 1. */
export interface Place {
  /** Which of the stream's conversations it is. */
  index: number;
  /** The line on which it begins. */
  line: number;
  /** The column on that line, in bytes. */
  column: number;
}

/** A conversation that is there. */
export interface Found extends Place {
  /** Its text in UTF-8, not looked at yet. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Nothing is wrong so far. */
  error?: undefined;
}

/** A conversation that is not there: too large, or the list is broken. */
export interface Missing extends Place {
  /** There are none. */
  bytes?: undefined;
  /** Why: `too-large`; or the list itself is broken, `cut-off` or `not-json`, and this is the last that comes. */
  error: PayloadError;
}

const [SPACE, TAB, NEWLINE, RETURN] = [0x20, 0x09, 0x0a, 0x0d];
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [BRACKET, END_BRACKET, BRACE, END_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const isSpace = (byte: number) => byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;

/**
 * - `first`: no list; whether lines or values follow each other is known when the first line has ended.
 * - `second`: the first line ended inside of a value, which may go on, or be a broken line.
 */
type Form = "unknown" | "array" | "first" | "second" | "lines" | "values" | "behind" | "over";

/**
 * Cuts bytes into conversations: the elements of a JSON array when the first thing in them is a `[`; else lines (NDJSON), of
 * which the empty ones are passed over; or, when the first of them goes on in the next line, JSON texts one after the other.
 */
export class Splitter {
  readonly #maxBytes: number;
  #form: Form = "unknown";
  #index = 0;
  /** How many bytes came before the current piece, and at which of all the current line begins. */
  #offset = 0;
  #lineStart = 0;
  #line = 1;

  // The conversation that is being read.
  #begun: { line: number; column: number } | undefined;
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;

  // Inside of it, but for lines.
  #depth = 0;
  #inString = false;
  #escaped = false;

  // Of the first line: its size, the last thing on it, and the brackets that are open there.
  #firstSize = 0;
  #last = 0;
  #open: number[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes and gives the conversations that end in them. The piece may be used again afterwards. */
  *push(piece: Uint8Array): Generator<Conversation, void, undefined> {
    let at = 0;
    while (at < piece.length) {
      switch (this.#form) {
        case "unknown":
          at = this.#detect(piece, at);
          break;
        case "lines": {
          const end = piece.indexOf(NEWLINE, at);
          this.#take(piece, at, end < 0 ? piece.length : end);
          at = end < 0 ? piece.length : end + 1;
          if (end >= 0) {
            if (this.#begun !== undefined) yield this.#conversation();
            this.#newLine(end);
          }
          break;
        }
        case "first": {
          const end = this.#firstLineEnd(piece, at);
          this.#take(piece, at, end < 0 ? piece.length : end);
          at = end < 0 ? piece.length : end + 1;
          if (end < 0) break;
          this.#depth = this.#open.length;
          if (this.#depth > 0 || this.#inString) {
            this.#form = "second";
            this.#firstSize = this.#size;
            this.#take(piece, end, end + 1);
          } else {
            this.#form = "lines";
            yield this.#conversation();
          }
          this.#newLine(end);
          break;
        }
        case "second": {
          const start = this.#skipSpaces(piece, at);
          this.#take(piece, at, start);
          at = start;
          if (at === piece.length) break;
          this.#form = this.#goesOn(piece[at] as number) ? "values" : "lines";
          if (this.#form === "lines") yield this.#conversation(this.#firstSize);
          break;
        }
        case "values": {
          const end = this.#valueEnd(piece, at, false);
          if (end >= 0) yield this.#conversation();
          at = end < 0 ? piece.length : end;
          break;
        }
        case "array": {
          const end = this.#valueEnd(piece, at, true);
          if (end < 0) at = piece.length;
          else {
            const isLast = piece[end] === END_BRACKET;
            // `[]` has no element; `[1,]` has a second one, that nobody can read.
            if (!isLast || this.#begun !== undefined || this.#index > 0) yield this.#conversation();
            if (isLast) this.#form = "behind";
            at = end + 1;
          }
          break;
        }
        case "behind":
          at = this.#skipSpaces(piece, at);
          if (at < piece.length) {
            yield this.#trouble("not-json", "there is something behind the end of the list", at);
            this.#form = "over";
          }
          break;
        case "over":
          at = piece.length;
      }
    }
    this.#offset += piece.length;
  }

  /** Gives what is left when all bytes are there. */
  *end(): Generator<Conversation, void, undefined> {
    if (this.#begun !== undefined) yield this.#conversation(this.#form === "second" ? this.#firstSize : this.#size);
    if (this.#form === "array") yield this.#trouble("cut-off", "the list is not closed: its end is missing", 0);
    this.#form = "over";
  }

  #detect(piece: Uint8Array, from: number): number {
    let at = from;
    // A byte order mark may stand at the very beginning.
    while (this.#offset + at < 3 && piece[at] === BYTE_ORDER_MARK[this.#offset + at]) at++;
    at = this.#skipSpaces(piece, at);
    if (at === piece.length) return at;
    this.#form = piece[at] === BRACKET ? "array" : "first";
    return piece[at] === BRACKET ? at + 1 : at;
  }

  #skipSpaces(piece: Uint8Array, from: number): number {
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at] as number;
      if (!isSpace(byte)) return at;
      if (byte === NEWLINE) this.#newLine(at);
    }
    return piece.length;
  }

  /** Where the first line ends, or -1 when not in this piece; what it leaves open is known then. */
  #firstLineEnd(piece: Uint8Array, from: number): number {
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at] as number;
      if (byte === NEWLINE) return at;
      if (!isSpace(byte)) this.#last = byte;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === QUOTE) this.#inString = true;
      else if (byte === BRACKET || byte === BRACE) this.#open.push(byte);
      else if (byte === END_BRACKET || byte === END_BRACE) this.#open.pop();
    }
    return -1;
  }

  /** Whether a value that the first line leaves open can go on with this byte; else that line is a broken one. */
  #goesOn(byte: number): boolean {
    // No text has a line break in it, and in an object no other one begins but behind a colon.
    return !this.#inString && (byte !== BRACE || this.#last === COLON || this.#open.at(-1) === BRACKET);
  }

  /**
   * Takes what is there of a value; where it ends, or -1 when not in this piece. In a list that is at a comma or at the list's
   * own bracket, else behind the bracket that closes the value.
   */
  #valueEnd(piece: Uint8Array, from: number, inList: boolean): number {
    const start = this.#begun === undefined ? this.#skipSpaces(piece, from) : from;
    const first = piece[start];
    if (first !== undefined && !(inList && (first === COMMA || first === END_BRACKET))) this.#begin(start);
    let end = -1;
    for (let at = start; at < piece.length && end < 0; at++) {
      if (this.#inString) {
        at = this.#stringEnd(piece, at);
        continue;
      }
      switch (piece[at]) {
        case QUOTE:
          this.#inString = true;
          break;
        case BRACKET:
        case BRACE:
          this.#depth++;
          break;
        case END_BRACKET:
          if (inList && this.#depth === 0) end = at;
          else if (this.#closes(inList)) end = at + 1;
          break;
        case END_BRACE:
          if (this.#closes(inList)) end = at + 1;
          break;
        case COMMA:
          if (inList && this.#depth === 0) end = at;
          break;
        case NEWLINE:
          this.#newLine(at);
      }
    }
    this.#take(piece, start, end < 0 ? piece.length : end);
    return end;
  }

  /** Leaves a bracket; whether that was the end of a value outside of a list. */
  #closes(inList: boolean): boolean {
    if (this.#depth > 0) this.#depth--;
    return !inList && this.#depth === 0;
  }

  /** Where the text that is being read ends, or the piece's end. */
  #stringEnd(piece: Uint8Array, from: number): number {
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at];
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return at;
      } else if (byte === NEWLINE) this.#newLine(at);
    }
    return piece.length;
  }

  #newLine(at: number): void {
    this.#line++;
    this.#lineStart = this.#offset + at + 1;
  }

  #begin(at: number): void {
    this.#begun ??= { line: this.#line, column: this.#offset + at - this.#lineStart + 1 };
  }

  /** Adds a part of a piece to the conversation; spaces before it are left out. */
  #take(piece: Uint8Array, from: number, to: number): void {
    let start = from;
    if (this.#begun === undefined) {
      while (start < to && isSpace(piece[start] as number)) start++;
      if (start === to) return;
      this.#begin(start);
    }
    this.#size += to - start;
    if (this.#size > this.#maxBytes) this.#parts = [];
    // A copy, which the slice of a Buffer is not: a conversation may wait for its end while its piece is filled anew.
    else if (to > start) this.#parts.push(new Uint8Array(piece.subarray(start, to)));
  }

  #conversation(size = this.#size): Conversation {
    const { line, column } = this.#begun ?? { line: this.#line, column: 1 };
    const [parts, whole] = [this.#parts, this.#size];
    this.#begun = undefined;
    this.#parts = [];
    this.#size = 0;
    this.#depth = 0;
    this.#inString = this.#escaped = false;
    const place = { index: ++this.#index, line, column };
    if (whole > this.#maxBytes) {
      const message = `the text is too large: it has ${whole} bytes, and at most ${this.#maxBytes} are read`;
      return { ...place, error: new PayloadError("too-large", message, { line, column }) };
    }
    return { ...place, bytes: joined(parts, whole).subarray(0, size) };
  }

  #trouble(code: string, message: string, at: number): Conversation {
    const place = { line: this.#line, column: this.#offset + at - this.#lineStart + 1 };
    return { index: ++this.#index, ...place, error: new PayloadError(code, message, place) };
  }
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
