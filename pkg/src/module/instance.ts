// The running instance of a WebAssembly module. After a trap its memory is in an undefined state: the instance is discarded,
// a fresh one takes its place, and the caller gets an error. The two instances share nothing. An instance whose memory has
// become far larger than what it is used for is replaced as well.

import { LimeobjectError, ModuleError, messageOf } from "../errors.js";
import { fromWasmError } from "./errors.js";

/** Functions of wasm-bindgen's glue beside its classes. */
export interface Glue {
  /** Exports of the running instance. Throws when there is none. */
  exports(): { memory: WebAssembly.Memory };
  /** Replaces the instance by a fresh one of the same module. */
  restart(): void;
  /** Whether the callers re-create what the instance holds, so that it may be replaced at any time. */
  isReplaceable?: boolean;
}

/** Size of a page of WebAssembly memory, in bytes. */
const PAGE = 65536;
/** Memory of an instance that is never too much, in bytes. */
const USUAL_MEMORY = 32 * 1024 * 1024;
/** Memory that a call needs at most, as a multiple of what is passed in. */
const MEMORY_PER_BYTE = 8;
/** Calls in a row that need less than the memory before the instance is replaced. */
const CALLS_BEFORE_REPLACEMENT = 8;

export class ModuleInstance {
  readonly #glue: Glue;
  #generation = 0;
  #broken = false;
  #used = false;
  /** Calls in a row that needed less than the memory. */
  #smallCalls = 0;

  constructor(glue: Glue) {
    this.#glue = glue;
  }

  /** Number of restarts. Objects that were created in an earlier generation no longer exist. */
  get generation(): number {
    if (this.#broken) this.run(() => this.#restart());
    return this.#generation;
  }

  /**
   * Calls into the module.
   *
   * @param size Number of bytes that are passed in; used to recognize a lack of memory when the call fails.
   * @throws {LimeobjectError} An error of the module, or `out-of-memory`, `stack-overflow`, `internal`
   */
  run<T>(call: () => T, size = 0): T {
    // Set before the call: after a stack overflow the code that handles it may itself fail.
    this.#broken = true;
    let result: T;
    try {
      result = call();
    } catch (error) {
      const known = fromWasmError(error);
      if (known === undefined) throw this.#recover(error, size);
      this.#broken = false;
      throw known;
    }
    this.#broken = false;
    this.#used = true;
    if (this.#glue.isReplaceable) this.#releaseMemory(size);
    return result;
  }

  /** Replaces an instance whose memory is far more than calls need: the memory of WebAssembly never shrinks. */
  #releaseMemory(size: number): void {
    const { byteLength } = this.#glue.exports().memory.buffer;
    const isEnough = byteLength <= USUAL_MEMORY || byteLength <= MEMORY_PER_BYTE * size;
    this.#smallCalls = isEnough ? 0 : this.#smallCalls + 1;
    if (this.#smallCalls >= CALLS_BEFORE_REPLACEMENT) this.#restart();
  }

  #recover(cause: unknown, size: number): ModuleError | LimeobjectError {
    if (!this.#used && !this.#isLoaded()) {
      const message =
        "the WebAssembly module is not loaded: await init(...) or call initSync(...) before anything else";
      return new LimeobjectError("not-loaded", message, { cause });
    }
    if (isStackOverflow(cause)) {
      // A restart needs more stack than is left; the next call does it.
      const message = "the call stack is exhausted; make this call with fewer calls on the stack";
      return new ModuleError("stack-overflow", message, { cause });
    }
    const error = isOutOfMemory(cause, this.#glue.exports().memory, size)
      ? new ModuleError("out-of-memory", OUT_OF_MEMORY, { cause })
      : new ModuleError("internal", INTERNAL, { cause });
    try {
      // Now, so that the memory is released.
      this.#restart();
    } catch {
      // The next call tries again.
    }
    return error;
  }

  #isLoaded(): boolean {
    try {
      this.#glue.exports();
      return true;
    } catch {
      return false;
    }
  }

  #restart(): void {
    this.#glue.restart();
    this.#generation++;
    this.#broken = false;
    this.#smallCalls = 0;
  }
}

const OUT_OF_MEMORY =
  "not enough memory; pass smaller payloads (maxBytes rejects larger ones) or give the process more memory";
const INTERNAL = "the WebAssembly module failed and was restarted; please report this together with the input";

// Without regular expressions: V8 ends the process when no stack is left to compile one.
function isStackOverflow(cause: unknown): boolean {
  const message = messageOf(cause);
  return message.includes("call stack") || message.includes("recursion") || message.includes("tack overflow");
}

function isOutOfMemory(cause: unknown, memory: WebAssembly.Memory, size: number): boolean {
  // The runtime could not allocate a buffer or a string.
  const { name } = (cause ?? {}) as { name?: unknown };
  if (name === "RangeError" || messageOf(cause).includes("ut of memory")) return true;
  return !canGrow(memory, size);
}

/**
 * A failed allocation inside the module is reported as a trap only. Every allocation is a small multiple of the current
 * memory or of the input; when that much is not available, it is the cause.
 */
function canGrow(memory: WebAssembly.Memory, size: number): boolean {
  try {
    memory.grow(Math.ceil(Math.max(memory.buffer.byteLength, 4 * size) / PAGE));
    return true;
  } catch {
    return false;
  }
}
