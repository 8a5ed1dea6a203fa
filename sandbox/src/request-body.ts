// Request bodies of limited size.

import { ApiError } from "./api-error.ts";

const tooLarge = (maxBytes: number): ApiError =>
  new ApiError(413, "body-too-large", `The body is larger than ${maxBytes} bytes, the maximum here.`);

/** Multiple of the maximum up to which a body that is too large is read. */
const READ_TO_THE_END = 10;

/** Bytes of an unread body after which an answer does not wait for the rest. */
const MAX_DISCARDED = 16 * 1024 * 1024;

/** The body in chunks, as they arrive. @throws {ApiError} 413 when they add up to more than `maxBytes` */
export async function* bodyChunks(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  if (!request.body) return;
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    // A client that is still sending does not read the answer, and finds the connection closed instead.
    if (bytes > maxBytes * READ_TO_THE_END) break;
    if (bytes <= maxBytes) yield chunk;
  }
  if (bytes > maxBytes) throw tooLarge(maxBytes);
}

export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  // HTTP/1.1 and HTTP/2 end a body at its announced length: this one cannot become larger, and is read at once.
  if (Number(request.headers.get("content-length") ?? maxBytes + 1) <= maxBytes) {
    return new Uint8Array(await request.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bodyChunks(request, maxBytes)) {
    chunks.push(chunk);
    length += chunk.byteLength;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/**
 * Reads what is left of a body that no handler has read. A server that answers earlier may close the connection while the
 * client is still sending, which then finds a broken connection in place of the answer.
 */
export async function discardBody(request: Request): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_DISCARDED) return;
  }
}

/** @throws {ApiError} 400, 413 or 415 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (!/^application\/([a-z.-]+\+)?json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new ApiError(415, "not-json", "Send JSON, with the header `Content-Type: application/json`.");
  }
  return parseJson(await readBytes(request, maxBytes));
}

/** @throws {ApiError} 400 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    throw new ApiError(400, "bad-json", "The body is not JSON in UTF-8.");
  }
}
