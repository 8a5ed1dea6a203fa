/// <reference lib="esnext.disposable" preserve="true" />

import * as wasm from "../wasm/mapper.js";
import { isBytes } from "./bytes.js";
import { LimeobjectError, PayloadError } from "./errors.js";
import type { Config, LimeCommand, Limetypes, Preview, Problem } from "./generated/types.js";
import { documentBytes, payloadBytes, payloadPartBytes } from "./input.js";
import { lineWriters } from "./line-writers.js";
import { checkSize, module } from "./module/mapper.js";
import { hostsOption, integerOption, readOptions } from "./options.js";
import { type Projection, readProjection } from "./projection.js";

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/** Options of a {@link Mapper} beside its configuration. */
export interface MapperOptions {
  /**
   * Lime CRM's metadata, the response of `GET api/v1/limetype/?_embed=limetypes.properties`: an object, its JSON text, or
   * the bytes of the text. With it, values are checked against the types, lengths and options of the properties.
   */
  limetypes?: Limetypes | string | Uint8Array | undefined;
  /** Maximum size of a payload, in bytes of JSON text. Default: 16777216 (16 MiB). */
  maxBytes?: number | undefined;
  /**
   * Hosts that the delivery may fetch media files from, as its option of this name. With it, the preview warns of files on other
   * hosts, which become no documents. Default: hosts are not checked.
   */
  mediaHosts?: readonly string[] | undefined;
}

/** Options for one conversation. */
export interface PreviewOptions {
  /** Name, topic or limetype of the configured instance to use instead of the one that the conversation's topics select. */
  instance?: string | undefined;
}

/**
 * A checked configuration that maps conversations to Lime CRM.
 *
 * It holds memory of the WebAssembly module, which {@link Mapper.free}, `using` or garbage collection releases. An error
 * does not change the mapper: the next call works. This holds even when the module itself fails, for example for lack of
 * memory: the module is restarted, and each mapper re-creates itself.
 */
export class Mapper {
  /** Problems of the configuration or the metadata that do not prevent their use. */
  readonly warnings: readonly Problem[];
  /** Maximum size of a payload, in bytes of JSON text. */
  readonly maxBytes: number;
  /** Creates the mapper in the running instance of the module, again after a restart; undefined once freed. */
  #create: (() => wasm.Mapper) | undefined;
  #mapper: wasm.Mapper | undefined;
  #generation = -1;
  /** What a preview depends on; undefined before it is needed. */
  #projection: Projection | undefined;

  /** Frees the mapper at the end of a `using` declaration's block. Exists only where the runtime has `Symbol.dispose`. */
  declare [Symbol.dispose]: () => void;

  static {
    if (Symbol.dispose !== undefined) Mapper.prototype[Symbol.dispose] = Mapper.prototype.free;
  }

  /**
   * @param config The configuration: an object, its JSON text, or the bytes of the text (UTF-8).
   * @throws {ConfigError} All errors of the configuration and of the metadata
   */
  constructor(config: Config | string | Uint8Array, options: MapperOptions = {}) {
    const { limetypes, maxBytes, mediaHosts } = readOptions(options, ["limetypes", "maxBytes", "mediaHosts"]);
    this.maxBytes = integerOption("maxBytes", maxBytes) ?? DEFAULT_MAX_BYTES;
    // Copies, because the caller may change the originals and a restart of the module needs them again.
    const configuration = new Uint8Array(documentBytes(config, "config"));
    const metadata = limetypes === undefined ? undefined : new Uint8Array(documentBytes(limetypes, "limetypes"));
    const hosts = hostsOption(mediaHosts)?.join(",");
    this.#create = () => new wasm.Mapper(configuration, metadata, this.maxBytes, hosts);
    lineWriters.set(this, (payload, options) => this.#transform(payload, options, true));
    this.warnings = this.#call(
      (mapper) => mapper.warnings(),
      configuration.byteLength + (metadata?.byteLength ?? 0),
    ) as Problem[];
  }

  /**
   * Previews a conversation. Returns a plain object; the same payload always gives the same preview.
   *
   * @param payload The conversation as Userlike sends it: an object, its JSON text, or the bytes of the text (UTF-8).
   *   Bytes are the fastest. In an object, `undefined` is omitted and `toJSON` is called as in `JSON.stringify`; values
   *   that JSON cannot represent (bigint, functions, NaN, Map, …) are an error.
   * @throws {PayloadError} The payload is not a conversation. Values that Lime CRM would reject are findings in the
   *   preview, not errors.
   */
  preview(payload: object | string | Uint8Array, options?: PreviewOptions): Preview {
    const instance = instanceOption(options);
    this.#creator();
    const preview = this.#previewOfPart(payload, instance);
    if (preview !== undefined) return preview;
    const bytes = this.#bytes(payload);
    return this.#call((mapper) => mapper.preview(bytes, instance, false), bytes.byteLength) as Preview;
  }

  /** Previews an object by what its preview depends on; undefined when all of it is needed. */
  #previewOfPart(payload: unknown, instance: string | undefined): Preview | undefined {
    if (typeof payload !== "object") return undefined;
    this.#projection ??= readProjection(this.#call((mapper) => mapper.projection(), 0));
    const part = payloadPartBytes(payload, this.#projection, this.maxBytes);
    if (part === undefined) return undefined;
    return this.#call((mapper) => mapper.preview(part, instance, true), part.byteLength) as Preview | undefined;
  }

  /**
   * Previews a conversation from bytes to bytes: takes JSON text in UTF-8, returns the preview's JSON text in UTF-8.
   *
   * @throws {PayloadError} As `preview`
   */
  transform(payload: Uint8Array, options?: PreviewOptions): Uint8Array {
    return this.#transform(payload, options, false);
  }

  #transform(payload: Uint8Array, options: PreviewOptions | undefined, isLine: boolean): Uint8Array<ArrayBuffer> {
    const instance = instanceOption(options);
    this.#creator();
    if (!isBytes(payload)) {
      throw new PayloadError(
        "wrong-type",
        "transform() accepts a Uint8Array only; preview() accepts other forms of payload",
      );
    }
    const bytes = this.#bytes(payload);
    return this.#call(
      (mapper) => mapper.transform(bytes, instance, isLine) as Uint8Array<ArrayBuffer>,
      bytes.byteLength,
    );
  }

  /**
   * Returns the chat command `$lime` if it is the newest message of the conversation and an operator wrote it; otherwise
   * null. Pass its `instance` (a topic, a name or null) as {@link PreviewOptions.instance}.
   *
   * @throws {PayloadError} As `preview`
   */
  command(payload: object | string | Uint8Array): LimeCommand | null {
    const bytes = this.#bytes(payload);
    return this.#call((mapper) => mapper.command(bytes), bytes.byteLength) as LimeCommand | null;
  }

  /** Releases the mapper's memory. The mapper cannot be used afterwards; freeing it again has no effect. */
  free(): void {
    const mapper = this.#mapper;
    this.#create = undefined;
    this.#mapper = undefined;
    // A mapper of an earlier generation no longer exists, and its address may belong to another.
    if (mapper !== undefined && this.#generation === module.generation) module.run(() => mapper.free());
  }

  #bytes(payload: unknown): Uint8Array {
    this.#creator();
    const bytes = payloadBytes(payload);
    checkSize(bytes, this.maxBytes);
    return bytes;
  }

  #creator(): () => wasm.Mapper {
    if (this.#create === undefined) throw new LimeobjectError("freed", "this mapper was freed; create a new one");
    return this.#create;
  }

  /** @param size Number of bytes that are passed in. */
  #call<T>(call: (mapper: wasm.Mapper) => T, size: number): T {
    const create = this.#creator();
    const { generation } = module;
    return module.run(() => {
      if (this.#mapper === undefined || this.#generation !== generation) {
        this.#mapper = create();
        this.#generation = generation;
      }
      return call(this.#mapper);
    }, size);
  }
}

function instanceOption(options: PreviewOptions | undefined): string | undefined {
  if (options === undefined) return undefined;
  const { instance } = readOptions(options, ["instance"]);
  if (instance !== undefined && typeof instance !== "string") {
    throw new LimeobjectError("option", "instance must be a string, the name of a configured instance");
  }
  return instance;
}
