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
