/// <reference lib="esnext.disposable" preserve="true" />

import * as wasm from "../wasm/mapper.js";
import { delegate } from "./delegate.js";
import { LimeobjectError, PayloadError } from "./errors.js";
import type { Config, LimeCommand, Limetypes, Preview, Problem } from "./generated/types.js";
import { documentBytes, isBytes, payloadBytes } from "./input.js";
import { refuseUnknown } from "./options.js";

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
 * the mapper was garbage collected. An error leaves the mapper as it was: the next call works.
 */
export class Mapper {
  /** What is odd in the configuration or in the metadata, but does not keep them from being used. */
  readonly warnings: readonly Problem[];
  #mapper: wasm.Mapper | undefined;

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
    const configuration = documentBytes(config, "config");
    const metadata = limetypes === undefined ? undefined : documentBytes(limetypes, "limetypes");
    this.#mapper = delegate(
      () => new wasm.Mapper(configuration, metadata, maxBytes === undefined ? undefined : { maxBytes }),
    );
    this.warnings = this.#mapper.warnings() as Problem[];
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
    const mapper = this.#alive();
    const instance = instanceOf(options);
    const bytes = payloadBytes(payload);
    return delegate(() => mapper.preview(bytes, instance)) as Preview;
  }

  /**
   * The same as {@link Mapper.preview} from bytes to bytes: JSON text in UTF-8 in, the preview's JSON text in UTF-8 out.
   *
   * @throws {PayloadError} as `preview` does.
   */
  transform(payload: Uint8Array, options: PreviewOptions = {}): Uint8Array {
    const mapper = this.#alive();
    const instance = instanceOf(options);
    if (!isBytes(payload)) {
      throw new PayloadError(
        "wrong-type",
        "transform() takes a Uint8Array; preview() takes other forms of payload, too",
      );
    }
    return delegate(() => mapper.transform(payload, instance));
  }

  /**
   * The chat command `$lime`, when the newest message of the conversation is one and an operator wrote it; else null.
   * Its `instance` (a topic or a name, or null) is meant for {@link PreviewOptions.instance}.
   *
   * @throws {PayloadError} as `preview` does.
   */
  command(payload: object | string | Uint8Array): LimeCommand | null {
    const mapper = this.#alive();
    const bytes = payloadBytes(payload);
    return delegate(() => mapper.command(bytes)) as LimeCommand | null;
  }

  /** Gives the mapper's memory back. It can't be used afterwards; freeing it again does nothing. */
  free(): void {
    const mapper = this.#mapper;
    this.#mapper = undefined;
    mapper?.free();
  }

  #alive(): wasm.Mapper {
    if (this.#mapper === undefined) throw new LimeobjectError("freed", "this mapper was freed; make a new one");
    return this.#mapper;
  }
}

function instanceOf({ instance, ...unknown }: PreviewOptions): string | undefined {
  refuseUnknown(unknown, "instance");
  if (instance !== undefined && typeof instance !== "string") {
    throw new LimeobjectError("option", "instance must be a string: the name of a configured instance");
  }
  return instance;
}
