import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ConfigError, PayloadError } from "userlike-limeobject";
import type { App, Env } from "./env.ts";
import { log, reason } from "./log.ts";

/** The body of every answer that is not a success. `message` stands alone and says what to do. */
export interface ErrorBody {
  error: { code: string; message: string; [detail: string]: unknown };
}

/** Thrown anywhere below a route, answered by it. */
export class HttpError extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = "HttpError";
  }
}

export function errorBody(code: string, message: string, details: Record<string, unknown> = {}): ErrorBody {
  return { error: { code, message, ...details } };
}

/** What a route threw, as an answer. */
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
  log("error", "unexpected", { path: new URL(c.req.url).pathname, reason: reason(error), stack: where(error) });
  return c.json(
    errorBody("internal", "something failed here that should not; the worker's log says where. Try again."),
    500,
  );
}

/** Where an error was thrown: the stack without its message, which may quote what was sent. */
function where(error: Error): string {
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

/** The largest body of one request. */
export function maxBodyBytes(env: Env): number {
  const said = Number(env.MAX_BODY_BYTES);
  return Number.isSafeInteger(said) && said > 0 ? said : 16 * 1024 * 1024;
}

/** The body, counted while it comes in: what a Content-Length says is not believed. */
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
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** The body as text; what is not UTF-8 is refused. */
export async function bodyText(request: Request, limit: number): Promise<string> {
  const bytes = await bodyBytes(request, limit);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new HttpError(400, "not-utf8", "the body is not UTF-8; send it as JSON in UTF-8");
  }
}

/** The body as a JSON object. */
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
