// Converts every accepted form of input to the bytes that the crate reads. Nothing here depends on the shape of a payload.

import { bytesOf, DETACHED, isBytes } from "./bytes.js";
import { ConfigError, PayloadError } from "./errors.js";
import type { Problem } from "./generated/types.js";
import { jsonBytes, NotJsonError, textBytes } from "./json.js";

/**
 * Converts a payload to bytes.
 *
 * @throws {PayloadError}
 */
export function payloadBytes(payload: unknown): Uint8Array {
  try {
    return bytes(payload);
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    const { code, clause, pointer } = error;
    throw new PayloadError(code, `${pointer || "the payload"} ${clause}`, { pointer }, causeOf(error));
  }
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
  if (typeof value === "string") return textBytes(value);
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
