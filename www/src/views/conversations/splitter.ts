// Cuts a file of conversations into the bytes of each, while it is read: a JSON array, one payload a line (NDJSON), or
// payloads one after the other over many lines. It looks at brackets, quotes and line ends only; whether a piece is a
// conversation is for others to find out.

/** One conversation's bytes, or its size when that is more than it may be. `line` is where it begins, from 1. */
export type Piece = { line: number; bytes: Uint8Array<ArrayBuffer> } | { line: number; tooLarge: number };

/** The file can't be read on from this line. */
export class SplitError extends Error {
  readonly line: number;
  readonly reason: "open" | "behind";

  /** @param reason The list is not closed (`open`), or something stands behind its end (`behind`). */
  constructor(line: number, reason: "open" | "behind") {
    super(`line ${line}: ${reason === "open" ? "the list is not closed" : "something stands behind the list"}`);
    this.name = "SplitError";
    this.line = line;
    this.reason = reason;
  }
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const [BRACKET, END_BRACKET, BRACE, END_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * `array`: separated by commas. `lines`: one a line. `values`: one after the other, told apart by their brackets.
 * `first`: begun without a bracket around it all; whether it goes on as lines is known at the end of its first line.
 */
type Form = "unknown" | "array" | "first" | "lines" | "values" | "behind";

export class Splitter {
  readonly #most: number;
  #form: Form = "unknown";
  #line = 1;
  /** Where the piece begins, in lines. */
  #begun = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #parts: Uint8Array[] = [];
  #size = 0;
  /** Something other than spaces is in the piece. */
  #something = false;
  #pieces = 0;
  #found: Piece[] = [];

  /** @param most The size in bytes that one conversation may have. */
  constructor(most: number) {
    this.#most = most;
  }

  /** @throws {SplitError} when something stands behind the end of a list */
  push(chunk: Uint8Array): Piece[] {
    let from = 0;
    const cut = (at: number, next: number, always = false) => {
      this.#keep(chunk.subarray(from, at));
      this.#finish(always);
      from = next;
    };
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      switch (this.#form) {
        case "lines":
          if (byte === NEWLINE) cut(at, at + 1);
          break;
        case "array":
          if (this.#follow(byte)) {
            const last = byte === END_BRACKET;
            // `[]` holds nothing; `[1,]` holds a second one that nobody can read.
            if (last && !this.#something && this.#pieces === 0) this.#drop();
            else cut(at, at + 1, true);
            from = at + 1;
            if (last) this.#form = "behind";
          }
          break;
        case "first":
        case "values": {
          const wasInside = this.#depth > 0;
          this.#follow(byte);
          const ended = this.#depth === 0 && !this.#inString;
          if (this.#form === "first" && byte === NEWLINE) {
            this.#form = ended ? "lines" : "values";
            if (ended) cut(at, at + 1);
          } else if (this.#form === "values" && wasInside && ended) cut(at + 1, at + 1);
          break;
        }
        default:
          if (isSpace(byte) || this.#isMark(byte)) break;
          if (this.#form === "behind") throw new SplitError(this.#line, "behind");
          this.#form = byte === BRACKET ? "array" : "first";
          from = byte === BRACKET ? at + 1 : at;
          if (byte !== BRACKET) this.#follow(byte);
      }
      if (byte === NEWLINE) this.#line += 1;
      else if (!this.#something && !isSpace(byte) && from <= at) {
        this.#something = true;
        this.#begun = this.#line;
      }
    }
    // Copied: the one who gave the chunk may use its memory again.
    if (this.#form !== "unknown" && this.#form !== "behind") this.#keep(chunk.slice(from));
    return this.#taken();
  }

  /** @throws {SplitError} when a list is not closed */
  end(): Piece[] {
    if (this.#form === "array") throw new SplitError(this.#line, "open");
    this.#finish(false);
    return this.#taken();
  }

  /** A byte order mark may stand at the very beginning. */
  #isMark(byte: number): boolean {
    return this.#form === "unknown" && (byte === 0xef || byte === 0xbb || byte === 0xbf);
  }

  /** Follows strings and brackets; true for a comma, or the bracket, that ends an item of the list itself. */
  #follow(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return false;
    }
    if (byte === QUOTE) this.#inString = true;
    else if (byte === BRACKET || byte === BRACE) this.#depth += 1;
    else if (byte === END_BRACE) this.#depth = Math.max(0, this.#depth - 1);
    else if (byte === END_BRACKET) {
      if (this.#depth === 0) return true;
      this.#depth -= 1;
    } else return byte === COMMA && this.#depth === 0;
    return false;
  }

  #keep(part: Uint8Array): void {
    this.#size += part.byteLength;
    if (this.#size > this.#most) this.#parts = [];
    else if (part.byteLength > 0) this.#parts.push(part);
  }

  /** @param always Whether a piece that is nothing but spaces is one. */
  #finish(always: boolean): void {
    if (this.#something || always) {
      const line = this.#begun;
      this.#found.push(
        this.#size > this.#most ? { line, tooLarge: this.#size } : { line, bytes: joined(this.#parts, this.#size) },
      );
      this.#pieces += 1;
    }
    this.#drop();
  }

  #drop(): void {
    this.#parts = [];
    this.#size = 0;
    this.#something = false;
    this.#begun = this.#line;
  }

  #taken(): Piece[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

function joined(parts: Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
