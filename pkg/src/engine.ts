// One module of WebAssembly at work. When it traps, its memory is in no known state: it is thrown away, a fresh instance
// of the module takes its place, and the caller gets an error that says so. Nothing is shared with the one before.

import { thrownError } from "./delegate.js";
import { LimeobjectError, ModuleError } from "./errors.js";

/** What wasm-bindgen's glue offers beside the classes. */
export interface Glue {
  /** The exports of the instance that is at work. Throws while there is none. */
  exports(): { memory: WebAssembly.Memory };
  /** A fresh instance of the same module. */
  restart(): void;
}

/** WebAssembly's memory grows in pages of this many bytes. */
const PAGE = 65536;

export class Engine {
  readonly #glue: Glue;
  #generation = 0;
  #broken = false;
  #worked = false;

  constructor(glue: Glue) {
    this.#glue = glue;
  }

  /** Which instance is at work, counted up. What another one made is gone. */
  get generation(): number {
    if (this.#broken) this.run(() => this.#restart());
    return this.#generation;
  }

  /**
   * Calls into the module.
   *
   * @param size How many bytes go in; it helps to tell what was missing when the call breaks.
   * @throws {LimeobjectError} as the module says, or `out-of-memory`, `stack-overflow`, `internal`
   */
  run<T>(call: () => T, size = 0): T {
    // Until the call has come back: with no stack left, what follows a failure may itself fail.
    this.#broken = true;
    let result: T;
    try {
      result = call();
    } catch (error) {
      const known = thrownError(error);
      if (known === undefined) throw this.#broke(error, size);
      this.#broken = false;
      throw known;
    }
    this.#broken = false;
    this.#worked = true;
    return result;
  }

  #broke(cause: unknown, size: number): ModuleError | LimeobjectError {
    if (!this.#worked && !this.#isLoaded()) {
      const message =
        "the WebAssembly module is not there yet: await init(...), or call initSync(...), before anything else";
      return new LimeobjectError("not-loaded", message, { cause });
    }
    if (isOverflow(cause)) {
      // Starting anew takes more stack than there is; the next call does it.
      return new ModuleError("stack-overflow", "the call stack was full; call this from less deep", { cause });
    }
    const error = isOutOfMemory(cause, this.#glue.exports().memory, size)
      ? new ModuleError("out-of-memory", OUT_OF_MEMORY, { cause })
      : new ModuleError("internal", INTERNAL, { cause });
    try {
      // At once, so that the memory is given back.
      this.#restart();
    } catch {
      // There may be room for it at the next call.
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
  }
}

const OUT_OF_MEMORY =
  "there was not enough memory for this; pass less at once (maxBytes refuses what is too large), or give the process more";
const INTERNAL = "the WebAssembly module failed and was started anew; please report it, with the input";

// No regular expressions here: V8 ends the process when there is no stack left to compile one.
function isOverflow(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { message } = cause;
  return message.includes("call stack") || message.includes("recursion") || message.includes("tack overflow");
}

function isOutOfMemory(cause: unknown, memory: WebAssembly.Memory, size: number): boolean {
  // A buffer or a string that the runtime could not make.
  if (cause instanceof RangeError || (cause instanceof Error && cause.message.includes("ut of memory"))) return true;
  return !canGrow(memory, size);
}

/**
 * A module says of a failed allocation only that it stopped. Whatever asks for memory asks for a small multiple of what
 * there is, or of the input; if that much can't be had, it is why.
 */
function canGrow(memory: WebAssembly.Memory, size: number): boolean {
  try {
    memory.grow(Math.ceil(Math.max(memory.buffer.byteLength, 4 * size) / PAGE));
    return true;
  } catch {
    return false;
  }
}
