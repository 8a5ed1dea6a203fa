/** A piece of a list: its bytes, or its size when that is more than it may be. `line` is where it begins, from 1. */
export type Element = { line: number; bytes: Uint8Array } | { line: number; tooLarge: number };

/** The list ends before its end, or goes on behind it. */
export class ListError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = "ListError";
    this.line = line;
  }
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const [BRACKET, END_BRACKET, BRACE, END_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Cuts a stream into the elements of a JSON array, or, when it does not begin with `[`, into lines (NDJSON; empty lines
 * are passed over). It looks at brackets and quotes only: whether an element is JSON is for others to find out. It holds
 * no more than one element, and none that is larger than `most` bytes.
 *
 * @throws {ListError} when an array is not closed, or is followed by something else
 */
export async function* elementsOf(stream: ReadableStream<Uint8Array>, most: number): AsyncGenerator<Element> {
  const splitter = new Splitter(most);
  for await (const chunk of stream) {
    splitter.add(chunk);
    yield* splitter.taken();
  }
  splitter.end();
  yield* splitter.taken();
}

class Splitter {
  readonly #most: number;
  #form: "unknown" | "lines" | "array" | "behind" = "unknown";
  #line = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = 1;
  #parts: Uint8Array[] = [];
  #size = 0;
  /** Something other than spaces is in the element. */
  #something = false;
  #elements = 0;
  #taken: Element[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  *taken(): Generator<Element> {
    const taken = this.#taken;
    this.#taken = [];
    yield* taken;
  }

  add(chunk: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      if (this.#form === "lines") {
        if (byte === NEWLINE) {
          this.#keep(chunk.subarray(from, at));
          this.#finish(false);
          from = at + 1;
        }
      } else if (this.#form === "array") {
        if (this.#separates(byte)) {
          this.#keep(chunk.subarray(from, at));
          const isLast = byte === END_BRACKET;
          // `[]` has no element; `[1,]` has a second one, that nobody can read.
          if (!isLast || this.#something || this.#elements > 0) this.#finish(true);
          if (isLast) this.#form = "behind";
          from = at + 1;
        }
      } else if (!isSpace(byte) && !this.#isMark(byte)) {
        if (this.#form === "behind") throw new ListError(this.#line, "there is something behind the end of the list");
        this.#form = byte === BRACKET ? "array" : "lines";
        from = byte === BRACKET ? at + 1 : at;
        this.#begun = this.#line;
      }
      if (byte === NEWLINE) this.#line += 1;
      else if (!this.#something && !isSpace(byte) && from <= at) {
        this.#something = true;
        this.#begun = this.#line;
      }
    }
    if (this.#form === "lines" || this.#form === "array") this.#keep(chunk.slice(from));
  }

  end(): void {
    if (this.#form === "lines") this.#finish(false);
    else if (this.#form === "array") throw new ListError(this.#line, "the list is not closed: its end is missing");
  }

  /** A byte order mark may stand at the very beginning. */
  #isMark(byte: number): boolean {
    return this.#form === "unknown" && [0xef, 0xbb, 0xbf].includes(byte);
  }

  /** Follows strings and brackets; true for a comma or the bracket that ends an element of the list itself. */
  #separates(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return false;
    }
    switch (byte) {
      case QUOTE:
        this.#inString = true;
        return false;
      case BRACKET:
      case BRACE:
        this.#depth += 1;
        return false;
      case END_BRACE:
        this.#depth = Math.max(0, this.#depth - 1);
        return false;
      case END_BRACKET:
        this.#depth -= 1;
        if (this.#depth >= 0) return false;
        this.#depth = 0;
        return true;
      default:
        return byte === COMMA && this.#depth === 0;
    }
  }

  #keep(part: Uint8Array): void {
    this.#size += part.byteLength;
    if (this.#size > this.#most) this.#parts = [];
    else if (part.byteLength > 0) this.#parts.push(part);
  }

  /** @param always Whether an element that is nothing but spaces is one. */
  #finish(always: boolean): void {
    if (this.#something || always) {
      const line = this.#begun;
      this.#taken.push(
        this.#size > this.#most ? { line, tooLarge: this.#size } : { line, bytes: joined(this.#parts, this.#size) },
      );
      this.#elements += 1;
    }
    this.#parts = [];
    this.#size = 0;
    this.#something = false;
    this.#begun = this.#line;
  }
}

function joined(parts: Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
