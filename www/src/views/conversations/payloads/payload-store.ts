import { type Mapper, summary } from "userlike-limeobject";
import type { ConversationBytes, ConversationError } from "userlike-limeobject/stream";
import { checkFromPreview } from "../check.ts";
import { type Check, type ReadError, toReadError } from "../row.ts";
import { summaryOf } from "../summary.ts";
import type { LoadedRow } from "./messages.ts";

/** A conversation of a file, or the error in its place. */
export type FileEntry =
  | Pick<ConversationBytes, "line" | "bytes" | "error">
  | Pick<ConversationError, "line" | "bytes" | "error">;

const NO_OBJECT: ReadError = { code: "wrong-type", message: "a conversation is an object" };

/** Payloads by key, with the mapper that checks them. */
export class PayloadStore {
  readonly #payloads = new Map<number, Uint8Array<ArrayBuffer>>();
  mapper: Mapper | null = null;

  get size(): number {
    return this.#payloads.size;
  }

  keys(): number[] {
    return [...this.#payloads.keys()];
  }

  /**
   * Adds an entry of a file: one conversation, or an answer of Userlike's API with several in `results`. Keys are
   * assigned in order, starting with `key`.
   */
  add(key: number, entry: FileEntry): LoadedRow[] {
    const { line, bytes, error } = entry;
    if (error !== undefined) return [unreadable(key, line, toReadError(error))];
    let payload: unknown;
    try {
      payload = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch (error) {
      return [unreadable(key, line, errorOf(bytes) ?? toReadError(error))];
    }
    const listed = resultsOf(payload);
    if (listed === null) return [this.#store(key, line, bytes, payload)];
    return listed.map((item, at) => {
      const bytes = new TextEncoder().encode(JSON.stringify(item));
      return this.#store(key + at, line, bytes as Uint8Array<ArrayBuffer>, item);
    });
  }

  #store(key: number, line: number, bytes: Uint8Array<ArrayBuffer>, payload: unknown): LoadedRow {
    const summary = summaryOf(bytes);
    if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
      return { key, line, summary, check: null, readError: errorOf(bytes) ?? NO_OBJECT };
    }
    this.#payloads.set(key, bytes);
    return { key, line, summary, ...this.#preview(bytes) };
  }

  /** A row without a payload. */
  unreadable(key: number, line: number, readError: ReadError): LoadedRow {
    return unreadable(key, line, readError);
  }

  bytes(key: number): Uint8Array<ArrayBuffer> | null {
    return this.#payloads.get(key) ?? null;
  }

  /** Checks a payload against the current configuration. */
  check(key: number): Check | null {
    const bytes = this.#payloads.get(key);
    return bytes === undefined ? null : this.#preview(bytes).check;
  }

  #preview(bytes: Uint8Array): { check: Check | null; readError: ReadError | null } {
    if (this.mapper === null) return { check: null, readError: null };
    try {
      return { check: checkFromPreview(this.mapper.preview(bytes)), readError: null };
    } catch (error) {
      return { check: null, readError: toReadError(error) };
    }
  }

  forget(keys: readonly number[] | null): void {
    if (keys === null) this.#payloads.clear();
    else for (const key of keys) this.#payloads.delete(key);
  }

  text(key: number): string | null {
    const bytes = this.#payloads.get(key);
    return bytes === undefined ? null : new TextDecoder().decode(bytes);
  }

  /** Returns the payloads as one JSON array, in this order. */
  body(keys: readonly number[]): Blob {
    const parts: BlobPart[] = [];
    for (const key of keys) {
      const bytes = this.#payloads.get(key);
      if (bytes !== undefined) parts.push(parts.length === 0 ? "[" : ",\n", bytes);
    }
    return new Blob(parts.length === 0 ? ["[]"] : [...parts, "]\n"], { type: "application/json" });
  }
}

function unreadable(key: number, line: number, readError: ReadError): LoadedRow {
  return { key, line, summary: summaryOf(new Uint8Array()), check: null, readError };
}

/** Returns why the package does not read a payload; null when it does. */
function errorOf(payload: Uint8Array): ReadError | null {
  try {
    summary(payload);
    return null;
  } catch (error) {
    return toReadError(error);
  }
}

/** Returns the list in an answer of Userlike's API; conversations have no such key. */
function resultsOf(payload: unknown): unknown[] | null {
  if (typeof payload !== "object" || payload === null) return null;
  const { id, results } = payload as { id?: unknown; results?: unknown };
  return id === undefined && Array.isArray(results) ? results : null;
}
