// What callers hand over -> the bytes that the crate reads. Nothing here knows what a conversation looks like.

import { ConfigError, PayloadError } from "./errors.js";
import type { Problem } from "./generated/types.js";
import { jsonBytes, NotJson, textBytes } from "./json.js";

/**
 * A payload in any accepted form, as bytes.
 *
 * @throws {PayloadError}
 */
export function payloadBytes(payload: unknown): Uint8Array {
  try {
    return bytes(payload);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const { code, clause, pointer } = error;
    throw new PayloadError(code, `${pointer || "the payload"} ${clause}`, { pointer }, causeOf(error));
  }
}

/**
 * A configuration or Lime CRM's metadata in any accepted form, as bytes.
 *
 * @throws {ConfigError}
 */
export function documentBytes(value: unknown, document: Problem["document"]): Uint8Array {
  try {
    return bytes(value);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const { code, clause, pointer } = error;
    const message = `${document === "config" ? "configuration" : document}${pointer === "" ? "" : ` ${pointer}`}: ${clause}`;
    throw new ConfigError(message, [{ severity: "error", code, message: clause, pointer, document }], causeOf(error));
  }
}

/** True for bytes of any realm; a Buffer is a Uint8Array. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function bytes(value: unknown): Uint8Array {
  if (typeof value === "string") return textBytes(value);
  if (isBytes(value)) return value;
  if (typeof value === "object" && value !== null) return jsonBytes(value);
  const got = value === null || value === undefined ? String(value) : `a ${typeof value}`;
  throw new NotJson("wrong-type", `is ${got}; pass an object, a JSON text, or its bytes as a Uint8Array`, "");
}

function causeOf(error: NotJson): ErrorOptions {
  return error.cause === undefined ? {} : { cause: error.cause };
}
