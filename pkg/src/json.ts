// Converts a JavaScript value to the bytes of its JSON text, or reports which part of it JSON cannot represent.
//
// JSON.stringify silently converts functions, NaN, Maps and promises to null or {}, or omits them. A traversal before it
// detects them, as well as cycles and excessive nesting; JSON.stringify then produces the text. With a projection, the traversal
// checks everything as well, but passes on only what the projection names: a third of most payloads.

import { isBuffer } from "./bytes.js";
import { messageOf } from "./errors.js";
import { type Projection, projected } from "./projection.js";

/** Maximum nesting of objects and arrays, in every form of input. The outermost object is level 1. */
export const MAX_DEPTH = 127;

/** Maximum number of values. Bounds the traversal of objects that are referenced many times. */
const MAX_VALUES = 1 << 24;

/** Maximum bytes of a number in JSON, with a comma. */
const MAX_BYTES_PER_NUMBER = 25;
/** Bytes of a text or a key in JSON beside its characters: those of quotation marks, and of a comma or colon. */
const BYTES_AROUND_TEXT = 3;
/** Maximum bytes of any other value in JSON, with a comma: those of `false`, or of a pair of brackets. */
const MAX_BYTES_PER_OTHER = 6;
/** Maximum bytes of a UTF-16 code unit in JSON: those of an escape like `\u001f`. */
const MAX_BYTES_PER_UNIT = 6;
/** Maximum bytes of a printable ASCII character in JSON: those of `\"`. */
const MAX_BYTES_PER_PRINTABLE = 2;

/** A value that JSON cannot represent, or that is not an accepted form of input. */
export class NotJsonError extends Error {
  constructor(
    readonly code: "not-json" | "too-deep" | "too-large" | "wrong-type",
    /** Clause without a subject: `is a bigint; …` */
    readonly clause: string,
    /** JSON pointer to the value. */
    readonly pointer: string,
    options?: ErrorOptions,
  ) {
    super(clause, options);
  }
}

/** Items of a list that are written together: what is made of them for that is garbage before it grows old. */
const ITEMS_PER_TEXT = 128;

const MAX_BYTES_PER_UNIT_IN_UTF8 = 3;
/** Minimum size of the memory that encoded texts share, and size from which on a text has memory of its own. */
const MIN_SHARED = 1 << 14;
const MAX_SHARED = 1 << 20;

const encoder = new TextEncoder();
// Created when it is needed, so that bundles leave it out where it is not.
let shared: Uint8Array<ArrayBuffer> | undefined;

/**
 * Returns the JSON text of `value` in UTF-8. As in JSON.stringify, `undefined` members are omitted, `undefined` in an array
 * becomes null, and `toJSON` methods are called (twice). Lone surrogates become U+FFFD. The bytes are valid until the next call.
 *
 * @throws {NotJsonError}
 */
export function jsonBytes(value: unknown): Uint8Array {
  return new Traversal().bytes(value, true);
}

/**
 * Returns the JSON text, in UTF-8, of what the projection names of `value`; undefined when the text of all of `value` could have
 * more than `maxBytes`.
 *
 * @throws {NotJsonError} As {@link jsonBytes}, also for what the projection does not name.
 */
export function partBytes(value: unknown, projection: Projection, maxBytes: number): Uint8Array | undefined {
  const traversal = new Traversal();
  const part = traversal.bytes(value, projection);
  return part.length + traversal.maxBytesLeftOut <= maxBytes ? part : undefined;
}

/** Encodes a string in UTF-8. Lone surrogates become U+FFFD. */
export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** As {@link textBytes}, in half the time: the bytes are valid until the next call. */
export function sharedBytes(text: string): Uint8Array {
  const size = text.length * MAX_BYTES_PER_UNIT_IN_UTF8;
  if (size > MAX_SHARED) return encoder.encode(text);
  if (shared === undefined || size > shared.length) shared = new Uint8Array(Math.max(MIN_SHARED, size * 2));
  return shared.subarray(0, encoder.encodeInto(text, shared).written);
}

/** The JSON text of a list in UTF-8, in parts, without its brackets. */
class ListBytes {
  readonly parts: Uint8Array[] = [];

  add(items: readonly unknown[]): void {
    const before = this.parts.length === 0 ? 1 : 0;
    if (items.length > 0) this.parts.push(encoder.encode(`,${JSON.stringify(items).slice(1, -1)}`).subarray(before));
  }
}

class Traversal {
  /** Number of open containers. */
  #depth = 0;
  /** Open containers by level. Entries beyond #depth are stale, here and in #member. */
  readonly #open: object[] = [];
  /** Current member of each open container. */
  readonly #member: (string | number)[] = [];
  #values = 0;
  /** Maximum number of bytes of the text of what was not passed on. */
  #leftOut = 0;
  /** Whether a list of the outermost object was written. */
  #hasListBytes = false;

  pointer(levels = this.#depth): string {
    const steps = this.#member.slice(0, levels);
    return steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  }

  /** Maximum number of bytes of the text of what the projection does not name. */
  get maxBytesLeftOut(): number {
    return this.#leftOut;
  }

  bytes(value: unknown, projection: Projection): Uint8Array {
    try {
      const part = this.#part(value, projection);
      if (this.#hasListBytes) return objectBytes(part as Record<string, unknown>);
      const text = JSON.stringify(part);
      if (text !== undefined) return sharedBytes(text);
    } catch (error) {
      if (error instanceof NotJsonError) throw error;
      throw new NotJsonError("not-json", `could not be read: ${messageOf(error)}`, this.pointer(), { cause: error });
    }
    throw new NotJsonError("not-json", "has a toJSON method that returns nothing", "");
  }

  /** Checks a value. Returns at least what the projection names of it. */
  #part(value: unknown, projection: Projection): unknown {
    if (isScalar(value)) {
      if (projection === false) this.#leftOut += maxBytesOf(value);
      return value;
    }
    const converted = typeof value === "object" && value !== null ? this.#toJson(value) : value;
    if (projection === false) this.#leftOut += maxBytesOf(converted);
    if (isScalar(converted)) return value;
    if (typeof converted !== "object" || converted === null) throw this.#rejected(this.#depth, converted);
    // JSON.stringify calls toJSON itself.
    if (converted !== value) {
      this.#container(converted, projection && true);
      return value;
    }
    return this.#container(converted, projection);
  }

  #container(value: object, projection: Projection): unknown {
    const level = this.#depth++;
    this.#open[level] = value;
    if (level === MAX_DEPTH) throw this.#tooDeep();
    const part = Array.isArray(value) ? this.#array(value, level, projection) : this.#object(value, level, projection);
    this.#depth--;
    return part;
  }

  #array(value: readonly unknown[], level: number, projection: Projection): unknown {
    this.#count(value.length);
    const items = typeof projection === "object" ? (projection.items ?? false) : projection;
    const hasParts = typeof items === "object";
    let parts: unknown[] = [];
    const list = hasParts && level === 1 && value.length > ITEMS_PER_TEXT ? new ListBytes() : undefined;
    for (let index = 0; index < value.length; index++) {
      this.#member[level] = index;
      const part = this.#part(value[index], items);
      if (!hasParts) continue;
      parts.push(part);
      if (list === undefined || parts.length < ITEMS_PER_TEXT) continue;
      list.add(parts);
      parts = [];
    }
    if (list !== undefined) {
      list.add(parts);
      this.#hasListBytes = true;
      return list;
    }
    return hasParts || !items ? parts : value;
  }

  #object(value: object, level: number, projection: Projection): object {
    if (ArrayBuffer.isView(value)) throw this.#rejected(level, value);
    const node = typeof projection === "object" && hasOnlyOwnMembers(value) ? projection : undefined;
    const part: Record<string, unknown> = {};
    let members = 0;
    // `for in`, with the check for own members only where it matters, is three times as fast as Object.keys.
    for (const key in value) {
      const kept = node === undefined ? projection !== false : projected(node, key, members);
      members++;
      this.#member[level] = key;
      const member: unknown = (value as Record<string, unknown>)[key];
      if (node !== undefined) {
        if (kept === false) {
          // The projection names every key that is not printable ASCII.
          this.#leftOut += key.length * MAX_BYTES_PER_PRINTABLE + BYTES_AROUND_TEXT;
          this.#part(member, kept);
        } else set(part, key, isScalar(member) ? member : this.#part(member, kept));
      } else if (kept === false) {
        this.#leftOut += key.length * MAX_BYTES_PER_UNIT + BYTES_AROUND_TEXT;
        if (isScalar(member) || Object.hasOwn(value, key)) this.#part(member, kept);
      } else if (!isScalar(member) && Object.hasOwn(value, key)) {
        this.#part(member, kept);
      }
    }
    this.#count(members);
    if (members === 0 && !isPlain(value)) throw this.#rejected(level, value);
    return node === undefined ? value : part;
  }

  #toJson(value: object): unknown {
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON !== "function") return value;
    return toJSON.call(value, this.#depth === 0 ? "" : String(this.#member[this.#depth - 1]));
  }

  #count(values: number): void {
    this.#values += values;
    if (this.#values > MAX_VALUES) {
      throw new NotJsonError("too-large", `has more than ${MAX_VALUES} values`, "");
    }
  }

  #tooDeep(): NotJsonError {
    for (let level = 1; level < this.#depth; level++) {
      const first = this.#open.indexOf(this.#open[level] as object);
      if (first < level) {
        return new NotJsonError("not-json", `points back at ${target(this.pointer(first))}`, this.pointer(level));
      }
    }
    return new NotJsonError("too-deep", `is nested deeper than ${MAX_DEPTH} levels`, this.pointer(MAX_DEPTH));
  }

  #rejected(level: number, value: unknown): NotJsonError {
    return new NotJsonError("not-json", clause(value), this.pointer(level));
  }
}

/** Sets a member of a new object. The key `__proto__` would set its prototype. */
function set(part: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(part, key, { value, enumerable: true });
  } else {
    part[key] = value;
  }
}

/** The JSON text, in UTF-8, of an object that has lists that were written. */
function objectBytes(object: Record<string, unknown>): Uint8Array {
  const parts: Uint8Array[] = [];
  let before = "{";
  for (const [key, value] of Object.entries(object)) {
    const isWritten = value instanceof ListBytes;
    // As a member, because toJSON is passed the key.
    const member = JSON.stringify({ [key]: isWritten ? [] : value }).slice(1, isWritten ? -2 : -1);
    if (member === "") continue;
    parts.push(encoder.encode(before + member));
    // One by one: there may be more than a call takes arguments.
    if (isWritten) for (const part of value.parts) parts.push(part);
    before = isWritten ? "]," : ",";
  }
  parts.push(encoder.encode(before.replace(",", "}")));
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

/** Maximum number of bytes of a value in JSON with a comma, without what it contains. */
function maxBytesOf(value: unknown): number {
  if (typeof value === "string") return value.length * MAX_BYTES_PER_UNIT + BYTES_AROUND_TEXT;
  return typeof value === "number" ? MAX_BYTES_PER_NUMBER : MAX_BYTES_PER_OTHER;
}

/** True for values that JSON represents as they are, or that JSON.stringify omits. */
function isScalar(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      return value === null;
    default:
      return false;
  }
}

/** True for plain objects of this realm that inherit nothing enumerable. */
function hasOnlyOwnMembers(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return false;
  for (const _ in Object.prototype) return false;
  return true;
}

/** True for plain objects of any realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function target(pointer: string): string {
  return pointer === "" ? "the outermost object" : pointer;
}

/** Says why a value is rejected and what to pass instead. */
function clause(value: unknown): string {
  switch (typeof value) {
    case "number":
      return `is ${value}, which JSON cannot represent; pass null or omit it`;
    case "bigint":
      return "is a bigint, which JSON cannot represent; pass a number or a string";
    case "function":
    case "symbol":
      return `is a ${typeof value}, which JSON cannot represent; omit it`;
    default:
  }
  // Not `instanceof`: it may be of another realm.
  switch (Object.prototype.toString.call(value)) {
    case "[object Map]":
      return "is a Map, whose entries JSON drops; pass Object.fromEntries(map)";
    case "[object Set]":
      return "is a Set, whose entries JSON drops; pass Array.from(set)";
    case "[object Promise]":
      return "is a Promise; await it first";
    default:
  }
  if (ArrayBuffer.isView(value) || isBuffer(value)) {
    return "is binary data, which JSON cannot represent; pass a string or an array of numbers";
  }
  return "is neither a plain object nor an object with own enumerable properties; JSON would drop it";
}
