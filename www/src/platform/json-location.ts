// From a JSON pointer (RFC 6901) to the range of its value in the text.
//
// The text may be half typed: what stands before the fault is found all the same. Nothing is built and nothing recurses,
// so a deeply nested text costs no more than its length.

/** From `start` up to, not including, `end`, in UTF-16 units, as in a textarea. */
export interface Range {
  start: number;
  end: number;
}

/** Where the value is that `pointer` points at; undefined when the text has none there. */
export function locate(text: string, pointer: string): Range | undefined {
  if (pointer !== "" && !pointer.startsWith("/")) return undefined;
  let start = skipSpace(text, 0);
  for (const token of tokens(pointer)) {
    const found = text[start] === "{" ? member(text, start, token) : item(text, start, token);
    if (found === undefined) return undefined;
    start = found;
  }
  const end = skipValue(text, start);
  return end > start ? { start, end } : undefined;
}

/** The same, or of a value that is not there the start of the innermost object or list that should hold it. */
export function locateNearest(text: string, pointer: string): Range | undefined {
  const exact = locate(text, pointer);
  if (exact || !pointer.startsWith("/")) return exact;
  const holder = locateNearest(text, pointer.slice(0, pointer.lastIndexOf("/")));
  return holder && { start: holder.start, end: holder.start };
}

/**
 * Where a line and column are in the text, both from 1, the column in bytes of UTF-8, as the package counts them. A column
 * past the end of the line is its end, a line past the last is the end of the text.
 */
export function offsetAt(text: string, line: number, column: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  let bytes = column - 1;
  while (bytes > 0) {
    const point = text.codePointAt(at);
    if (point === undefined || point === 0x0a) break;
    bytes -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    at += point < 0x10000 ? 1 : 2;
  }
  return at;
}

function tokens(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The start of the value of `key` in the object at `start`; of a key that is there twice, the last. */
function member(text: string, start: number, key: string): number | undefined {
  let found: number | undefined;
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const end = skipString(text, at);
    const colon = skipSpace(text, end);
    if (text[colon] !== ":") break;
    const value = skipSpace(text, colon + 1);
    if (decode(text.slice(at, end)) === key) found = value;
    at = next(text, skipValue(text, value));
  }
  return found;
}

/** The start of the item with this index in the list at `start`. */
function item(text: string, start: number, index: string): number | undefined {
  if (text[start] !== "[" || !/^(0|[1-9]\d*)$/.test(index)) return undefined;
  let at = skipSpace(text, start + 1);
  for (let passed = 0; passed < Number(index); passed += 1) {
    const end = skipValue(text, at);
    if (end === at) return undefined;
    at = next(text, end);
  }
  return at < text.length && text[at] !== "]" ? at : undefined;
}

/** After the comma that follows a value; where the value's object or list ends, or the text is broken, the end of it all. */
function next(text: string, end: number): number {
  const comma = skipSpace(text, end);
  return text[comma] === "," ? skipSpace(text, comma + 1) : text.length;
}

function skipValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return skipString(text, start);
  if (first !== "{" && first !== "[") {
    let at = start;
    while (at < text.length && !/[\s,:{}[\]"]/.test(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      at = skipString(text, at);
      continue;
    }
    at += 1;
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    if (depth === 0) return at;
  }
  return at;
}

function skipString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && " \t\n\r".includes(text.charAt(at))) at += 1;
  return at;
}

function decode(literal: string): string | undefined {
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}
