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
    try {
      return call();
    } catch (error) {
      throw thrownError(error) ?? this.#broke(error, size);
    }
  }

  #broke(cause: unknown, size: number): LimeobjectError {
    let memory: WebAssembly.Memory;
    try {
      ({ memory } = this.#glue.exports());
    } catch {
      const message =
        "the WebAssembly module is not there yet: await init(...), or call initSync(...), before anything else";
      return new LimeobjectError("not-loaded", message, { cause });
    }
    const code = kindOf(cause, memory, size);
    this.#broken = true;
    try {
      this.#restart();
    } catch {
      // There may be memory, or stack, for it at the next call.
    }
    return new ModuleError(code, failure(code), { cause });
  }

  #restart(): void {
    this.#glue.restart();
    this.#generation++;
    this.#broken = false;
  }
}

function failure(code: Failure): string {
  switch (code) {
    case "out-of-memory":
      return "there was not enough memory for this; pass less at once (maxBytes refuses what is too large), or give the process more";
    case "stack-overflow":
      return "the call stack was full; call this from less deep";
    case "internal":
      return "the WebAssembly module failed and was started anew; please report it, with the input";
  }
}

type Failure = "out-of-memory" | "stack-overflow" | "internal";

function kindOf(cause: unknown, memory: WebAssembly.Memory, size: number): Failure {
  const said = cause instanceof Error ? cause.message : "";
  if (/call stack|recursion|stack overflow/i.test(said)) return "stack-overflow";
  // A buffer or a string that the runtime could not make.
  if (cause instanceof RangeError || /out of memory/i.test(said)) return "out-of-memory";
  return canGrow(memory, size) ? "internal" : "out-of-memory";
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
