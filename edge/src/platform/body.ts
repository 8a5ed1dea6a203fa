// Bodies of requests: decoded, and bounded while they arrive.

import { HttpError } from "./http.ts";

/** Content codings that a body may have, by the name of the format that decodes it. */
const FORMATS: Readonly<Record<string, "gzip" | "deflate">> = { gzip: "gzip", "x-gzip": "gzip", deflate: "deflate" };

/**
 * Returns the body as a stream, decoded by its Content-Encoding; null when the request has none.
 *
 * @throws {HttpError} 415 `unsupported-encoding`
 */
export function bodyStream(request: Request): ReadableStream<Uint8Array> | null {
  const body = request.body as ReadableStream<Uint8Array> | null;
  const coding = codingOf(request);
  if (body === null || coding === "identity") return body;
  const format = FORMATS[coding];
  if (format !== undefined) return body.pipeThrough(new DecompressionStream(format));
  const message = "the body may be encoded with gzip or deflate, once; send it so, or without Content-Encoding";
  throw new HttpError(415, "unsupported-encoding", message, {}, { "Accept-Encoding": "gzip, deflate" });
}

const codingOf = (request: Request): string =>
  (request.headers.get("content-encoding") ?? "").trim().toLowerCase() || "identity";

/**
 * Reads the body, decoded. The size is counted while it arrives, because a Content-Length can be wrong, and a small encoded body can
 * be a large one.
 *
 * @throws {HttpError} 413 `too-large`, 415 `unsupported-encoding`, 400 `bad-encoding`
 */
export async function bodyBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new HttpError(413, "too-large", `the body is larger than ${limit} bytes; send less, or raise MAX_BODY_BYTES`);
  if (Number(request.headers.get("content-length")) > limit) throw tooLarge();
  const stream = bodyStream(request);
  if (stream === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpError || codingOf(request) === "identity") throw error;
    const message = `the body is not what its Content-Encoding says (${codingOf(request)}), or it is cut off; send it again`;
    throw new HttpError(400, "bad-encoding", message);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** Reads the body as UTF-8 text. */
export async function bodyText(request: Request, limit: number): Promise<string> {
  const bytes = await bodyBytes(request, limit);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new HttpError(400, "not-utf8", "the body is not UTF-8; send it as JSON in UTF-8");
  }
}

/** Reads the body as a JSON object. */
export async function bodyObject(request: Request, limit: number): Promise<Record<string, unknown>> {
  const text = await bodyText(request, limit);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpError(400, "not-json", "the body is not JSON; send a JSON object");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new HttpError(400, "wrong-type", "the body must be a JSON object");
  }
  return value as Record<string, unknown>;
}
