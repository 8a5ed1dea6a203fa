/// <reference lib="esnext.disposable" preserve="true" />

import * as wasm from "../wasm/mapper.js";
import { Engine } from "./engine.js";
import { LimeobjectError, PayloadError } from "./errors.js";
import type { Config, LimeCommand, Limetypes, Preview, Problem } from "./generated/types.js";
import { documentBytes, isBytes, payloadBytes } from "./input.js";
import { refuseUnknown } from "./options.js";

const engine = new Engine({
  // Told nothing, the glue answers with the instance that it has.
  exports: () => wasm.initSync(undefined as never),
  restart: wasm.__wbg_reset_state,
});

/** The largest payload, when nothing is said. */
const MAX_BYTES = 16 * 1024 * 1024;

/** What a {@link Mapper} can be told beside its configuration. */
export interface MapperOptions {
  /**
   * Lime CRM's metadata, as `GET api/v1/limetype/?_embed=limetypes.properties` answers it: an object, its JSON text, or
   * that in bytes. With it, values are checked against the properties' types, lengths and options.
   */
  limetypes?: Limetypes | string | Uint8Array | undefined;
  /** The largest payload that is read, in bytes of JSON text; 16 MiB (16777216) when nothing is said. */
  maxBytes?: number | undefined;
}

/** What can differ from one conversation to the next. */
export interface PreviewOptions {
  /** The name of the configured instance to use, instead of the one that the conversation's topics choose. */
  instance?: string | undefined;
}

/**
 * A configuration, checked once, that says what conversations become in Lime CRM.
 *
 * It holds memory of the WebAssembly module, which is given back by {@link Mapper.free}, by `using`, or some time after
 * the mapper was garbage collected. An error leaves the mapper as it was: the next call works. That holds even when the
 * module itself breaks down, of a lack of memory say: it is started anew, and each mapper makes itself again.
 */
export class Mapper {
  /** What is odd in the configuration or in the metadata, but does not keep them from being used. */
  readonly warnings: readonly Problem[];
  /** The largest payload that is read, in bytes of JSON text. */
  readonly maxBytes: number;
  /** What makes the mapper, for when its instance of the module is gone. */
  #make: (() => wasm.Mapper) | undefined;
  #mapper: wasm.Mapper | undefined;
  #generation = -1;

  /** Frees the mapper at the end of a `using` declaration's block. Only where the runtime has `Symbol.dispose`. */
  declare [Symbol.dispose]: () => void;

  static {
    if (Symbol.dispose !== undefined) Mapper.prototype[Symbol.dispose] = Mapper.prototype.free;
  }

  /**
   * @param config The configuration: an object, its JSON text, or that in bytes (UTF-8).
   * @throws {ConfigError} with everything that is wrong in the configuration and in the metadata.
   */
  constructor(config: Config | string | Uint8Array, options: MapperOptions = {}) {
    const { limetypes, maxBytes, ...unknown } = options;
    refuseUnknown(unknown, "limetypes and maxBytes");
    this.maxBytes = maxBytes ?? MAX_BYTES;
    // Copies: the caller's may change, and this one is used again when the module had to be started anew.
    const configuration = new Uint8Array(documentBytes(config, "config"));
    const metadata = limetypes === undefined ? undefined : new Uint8Array(documentBytes(limetypes, "limetypes"));
    this.#make = () => new wasm.Mapper(configuration, metadata, { maxBytes: this.maxBytes });
    this.warnings = this.#call(
      (mapper) => mapper.warnings(),
      configuration.byteLength + (metadata?.byteLength ?? 0),
    ) as Problem[];
  }

  /**
   * What a conversation becomes. The result is a plain object: the same payload always gives the same.
   *
   * @param payload The conversation as Userlike sends it: an object, its JSON text, or that in bytes (UTF-8). Bytes are
   *   the fastest. In an object, `undefined` is left out and `toJSON` is honoured as in `JSON.stringify`; what JSON
   *   can't hold (bigint, functions, NaN, Map, ...) is an error.
   * @throws {PayloadError} when the payload is not a conversation. What Lime CRM would refuse is no error but a finding
   *   in the preview.
   */
  preview(payload: object | string | Uint8Array, options: PreviewOptions = {}): Preview {
    const instance = instanceOf(options);
    const bytes = this.#bytes(payload);
    return this.#call((mapper) => mapper.preview(bytes, instance), bytes.byteLength) as Preview;
  }

  /**
   * The same as {@link Mapper.preview} from bytes to bytes: JSON text in UTF-8 in, the preview's JSON text in UTF-8 out.
   *
   * @throws {PayloadError} as `preview` does.
   */
  transform(payload: Uint8Array, options: PreviewOptions = {}): Uint8Array {
    const instance = instanceOf(options);
    this.#alive();
    if (!isBytes(payload)) {
      throw new PayloadError(
        "wrong-type",
        "transform() takes a Uint8Array; preview() takes other forms of payload, too",
      );
    }
    return this.#call((mapper) => mapper.transform(payload, instance), payload.byteLength);
  }

  /**
   * The chat command `$lime`, when the newest message of the conversation is one and an operator wrote it; else null.
   * Its `instance` (a topic or a name, or null) is meant for {@link PreviewOptions.instance}.
   *
   * @throws {PayloadError} as `preview` does.
   */
  command(payload: object | string | Uint8Array): LimeCommand | null {
    const bytes = this.#bytes(payload);
    return this.#call((mapper) => mapper.command(bytes), bytes.byteLength) as LimeCommand | null;
  }

  /** Gives the mapper's memory back. It can't be used afterwards; freeing it again does nothing. */
  free(): void {
    const mapper = this.#mapper;
    this.#make = undefined;
    this.#mapper = undefined;
    // One of an earlier instance is gone already, and its address belongs to others.
    if (mapper !== undefined && this.#generation === engine.generation) engine.run(() => mapper.free());
  }

  #bytes(payload: unknown): Uint8Array {
    this.#alive();
    return payloadBytes(payload);
  }

  #alive(): () => wasm.Mapper {
    if (this.#make === undefined) throw new LimeobjectError("freed", "this mapper was freed; make a new one");
    return this.#make;
  }

  /** @param size How many bytes go in. */
  #call<T>(call: (mapper: wasm.Mapper) => T, size: number): T {
    const make = this.#alive();
    const { generation } = engine;
    return engine.run(() => {
      if (this.#mapper === undefined || this.#generation !== generation) {
        this.#mapper = make();
        this.#generation = generation;
      }
      return call(this.#mapper);
    }, size);
  }
}

function instanceOf({ instance, ...unknown }: PreviewOptions): string | undefined {
  refuseUnknown(unknown, "instance");
  if (instance !== undefined && typeof instance !== "string") {
    throw new LimeobjectError("option", "instance must be a string: the name of a configured instance");
  }
  return instance;
}
