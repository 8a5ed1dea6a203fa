// Converts every accepted form of input to the bytes that the crate reads. Nothing here depends on the shape of a payload. Bytes
// of objects and texts are valid until the next conversion.

import { bytesOf, DETACHED, isBytes } from "./bytes.js";
import { ConfigError, PayloadError } from "./errors.js";
import type { Problem } from "./generated/types.js";
import { jsonBytes, NotJsonError, partBytes, sharedBytes } from "./json.js";
import type { Projection } from "./projection.js";

/**
 * Converts a payload to bytes.
 *
 * @throws {PayloadError}
 */
export function payloadBytes(payload: unknown): Uint8Array {
  try {
    return bytes(payload);
  } catch (error) {
    throw payloadError(error);
  }
}

/**
 * Converts what the projection names of a payload to bytes; undefined when the payload is no object, or may have more than
 * `maxBytes`.
 *
 * @throws {PayloadError}
 */
export function payloadPartBytes(payload: unknown, projection: Projection, maxBytes: number): Uint8Array | undefined {
  if (typeof payload !== "object" || payload === null || isBytes(payload)) return undefined;
  try {
    return partBytes(payload, projection, maxBytes);
  } catch (error) {
    throw payloadError(error);
  }
}

function payloadError(error: unknown): unknown {
  if (!(error instanceof NotJsonError)) return error;
  const { code, clause, pointer } = error;
  return new PayloadError(code, `${pointer || "the payload"} ${clause}`, { pointer }, causeOf(error));
}

/**
 * Converts a configuration or Lime CRM's metadata to bytes.
 *
 * @throws {ConfigError}
 */
export function documentBytes(value: unknown, document: Problem["document"]): Uint8Array {
  try {
    return bytes(value);
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    const { code, clause, pointer } = error;
    const message = `${document === "config" ? "configuration" : document}${pointer === "" ? "" : ` ${pointer}`}: ${clause}`;
    throw new ConfigError(
      message,
      [{ severity: "error", code, message: clause, params: {}, pointer, document }],
      causeOf(error),
    );
  }
}

function bytes(value: unknown): Uint8Array {
  if (typeof value === "string") return sharedBytes(value);
  if (isBytes(value)) {
    const read = bytesOf(value);
    if (read === undefined) throw new NotJsonError("wrong-type", `${DETACHED}; pass a copy of the bytes`, "");
    return read;
  }
  if (typeof value === "object" && value !== null) return jsonBytes(value);
  const actual = value === null || value === undefined ? String(value) : `a ${typeof value}`;
  throw new NotJsonError("wrong-type", `is ${actual}; pass an object, a JSON text, or its bytes as a Uint8Array`, "");
}

function causeOf(error: NotJsonError): ErrorOptions {
  return error.cause === undefined ? {} : { cause: error.cause };
}
