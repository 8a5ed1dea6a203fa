// Readers of single facts: metadata, configuration, paths, payloads, positions in a JSON text. The crate decides; these
// functions convert. None of them needs a Mapper.

import * as wasm from "../wasm/mapper.js";
import { LimeobjectError, messageOf, PathError } from "./errors.js";
import type {
  Config,
  ConfigOutline,
  LimetypeList,
  Limetypes,
  Summary,
  TextPosition,
  TextRange,
} from "./generated/types.js";
import { documentBytes, payloadBytes } from "./input.js";
import { checkSize, module } from "./module/mapper.js";
import { checkOption, integerOption, readOptions, textArgument } from "./options.js";

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
const MAX_INDEX = 2 ** 31 - 1;

/** A step of a payload path: a key, an index (negative: from the end), or null for every item (`[*]`). */
export type PathStep = string | number | null;

/** Options of {@link summary}. */
export interface SummaryOptions {
  /** Maximum size of the payload in bytes of JSON text. Default: 16 MiB (16777216). */
  maxBytes?: number | undefined;
}

/** Options of {@link locate}. */
export interface LocateOptions {
  /**
   * Whether a value that the text does not have is located at the start of the innermost object or list that should
   * contain it. Default: false.
   */
  nearest?: boolean | undefined;
}

/**
 * Reads Lime CRM's metadata: every accepted form in one, with labels, and with the problems of the metadata.
 *
 * @param document The metadata: an object, its JSON text, or that in bytes (UTF-8).
 * @throws {ConfigError} when a JavaScript object cannot be written as JSON. Any other error is one of the problems.
 * @example
 * const { limetypes: list, problems } = limetypes(await readFile("limetypes.json"));
 * for (const { label, properties } of list) console.log(label, properties.length);
 */
export function limetypes(document: Limetypes | string | Uint8Array): LimetypeList {
  const bytes = documentBytes(document, "limetypes");
  return module.run(() => wasm.limetypes(bytes), bytes.byteLength) as LimetypeList;
}

/**
 * Reads the instances of a configuration for an editor or a list: every accepted shape in one, with the JSON pointer of
 * each part, and with the problems of the configuration.
 *
 * @param config The configuration: an object, its JSON text, or that in bytes (UTF-8).
 * @throws {ConfigError} when a JavaScript object cannot be written as JSON. Any other error is one of the problems.
 * @example
 * instances({ instances: [{ limetype: "helpdesk", topic: "support" }] }).instances[0].displayName; // "helpdesk"
 */
export function instances(config: Config | string | Uint8Array): ConfigOutline {
  const bytes = documentBytes(config, "config");
  return module.run(() => wasm.instances(bytes), bytes.byteLength) as ConfigOutline;
}

/**
 * Reads the facts of a payload or callback that lists show: id, contact, subject, topics, times, the newest message,
 * and the entries of the transcript (the first 500) as history notes decide about them. Strings come from the payload and
 * are at most 200 characters long.
 *
 * @param payload The payload: an object, its JSON text, or that in bytes (UTF-8).
 * @throws {PayloadError} when the payload cannot be read
 * @example
 * summary({ id: 7, contact: { name: "Ann" } }).contactName; // "Ann"
 */
export function summary(payload: object | string | Uint8Array, options: SummaryOptions = {}): Summary {
  const { maxBytes } = readOptions(options, ["maxBytes"]);
  const limit = integerOption("maxBytes", maxBytes) ?? DEFAULT_MAX_BYTES;
  const bytes = payloadBytes(payload);
  checkSize(bytes, limit);
  return module.run(() => wasm.summary(bytes, limit), bytes.byteLength) as Summary;
}

/**
 * Parses a payload path.
 *
 * @throws {PathError} with the position of the error
 * @example
 * parsePath('custom."order no"[0]'); // ["custom", "order no", 0]
 * parsePath("topics[*].text"); // ["topics", null, "text"]
 */
export function parsePath(text: string): PathStep[] {
  if (typeof text !== "string") throw new PathError("a path is a text", 1, 0);
  return module.run(() => wasm.parsePath(text)) as PathStep[];
}

/**
 * Formats steps as a payload path. The text parses back to the same steps.
 *
 * @throws {PathError} when the first step is not a key, or a step is not one
 * @example
 * formatPath(["custom", "order no", 0]); // 'custom."order no"[0]'
 */
export function formatPath(steps: readonly PathStep[]): string {
  const all = stepsOf(steps);
  return module.run(() => wasm.formatPath(all));
}

function stepsOf(steps: readonly PathStep[]): PathStep[] {
  let all: PathStep[];
  try {
    all = [...steps];
  } catch (cause) {
    throw new PathError(`the steps cannot be read: ${messageOf(cause)}`, 1, 0, { cause });
  }
  for (const step of all) {
    const isIndex = typeof step === "number" && Number.isInteger(step) && Math.abs(step) <= MAX_INDEX;
    if (typeof step !== "string" && step !== null && !isIndex) {
      const shown = typeof step === "number" ? step : `a value of type ${typeof step}`;
      throw new PathError(`a step is a string, an integer or null, not ${shown}`, 1, 0);
    }
  }
  return all;
}

/**
 * Converts a JSON pointer into a payload to a path. A token that is a number becomes an index.
 *
 * @throws {PathError} when the pointer is empty or begins with an index
 * @example
 * pointerToPath("/custom/order no"); // 'custom."order no"'
 */
export function pointerToPath(pointer: string): string {
  if (typeof pointer !== "string") throw new PathError("a JSON pointer is a text", 1, 0);
  return module.run(() => wasm.pointerToPath(pointer));
}

/**
 * Returns the range of a value in a JSON text, or undefined when the text does not have it. The text can be incomplete.
 *
 * @param pointer JSON pointer to the value
 * @example
 * const { start, end } = locate('{ "id": 7 }', "/id"); // start.offset is 8, end.offset is 9
 */
export function locate(text: string, pointer: string, options: LocateOptions = {}): TextRange | undefined {
  textArgument("text", text);
  textArgument("pointer", pointer);
  const { nearest = false } = readOptions(options, ["nearest"]);
  checkOption("nearest", nearest, "true or false", (value) => typeof value === "boolean");
  return module.run(() => wasm.locate(text, pointer, nearest), text.length) as TextRange | undefined;
}

/**
 * Converts a line and a column in bytes, both counted from 1, as errors and problems have them, to a position in the
 * text. Positions past the end of the line or of the text become that end.
 *
 * @example
 * positionAt('{ "ä": x }', 1, 9).offset; // 7
 */
export function positionAt(text: string, line: number, column: number): TextPosition {
  textArgument("text", text);
  if (typeof line !== "number" || typeof column !== "number") {
    throw new LimeobjectError("option", "line and column must be numbers");
  }
  return module.run(() => wasm.positionAt(text, line, column), text.length) as TextPosition;
}
