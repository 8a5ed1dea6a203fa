import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ConfigError, PayloadError } from "userlike-limeobject";
import type { ErrorBody, ErrorDetails } from "../../../contract/error-body.ts";
import type { ErrorCode } from "../../../contract/errors.ts";
import type { App } from "./env.ts";
import { errorName, log } from "./log.ts";

/** An error with the status and body of its answer. */
export class HttpError extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = "HttpError";
  }
}

export function errorBody(code: ErrorCode, message: string, details: ErrorDetails = {}): ErrorBody {
  return { error: { code, message, ...details } };
}

/** Answers an error that a route threw. */
export function onError(error: Error, c: Context<App>): Response {
  if (error instanceof HttpError) {
    return c.json(errorBody(error.code, error.message, error.details), error.status, error.headers);
  }
  if (error instanceof ConfigError) {
    return c.json(errorBody(error.code, error.message, { problems: error.problems }), 422);
  }
  if (error instanceof PayloadError) {
    const { line, column, pointer } = error;
    const status = error.code === "too-large" ? 413 : 400;
    return c.json(errorBody(error.code, error.message, { line, column, pointer }), status);
  }
  log("error", "unexpected-error", { path: new URL(c.req.url).pathname, error: errorName(error), stack: stack(error) });
  return c.json(errorBody("internal", "the worker failed unexpectedly; its log has the reason. Try again."), 500);
}

/** The stack without the message, which may quote a payload. */
function stack(error: Error): string {
  return (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .join(" ")
    .trim();
}

export function notFound(c: Context<App>): Response {
  return c.json(
    errorBody("not-found", `there is no ${c.req.method} ${new URL(c.req.url).pathname}; docs/edge.md lists the routes`),
    404,
  );
}

/** Reads the body. The size is counted while it arrives, because a Content-Length can be wrong. */
export async function bodyBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new HttpError(413, "too-large", `the body is larger than ${limit} bytes; send less, or raise MAX_BODY_BYTES`);
  if (Number(request.headers.get("content-length")) > limit) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
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
