// Errors of requests to the worker.

import type { ErrorDetails } from "../../../contract/error-body.ts";
import type { ErrorCode } from "../../../contract/errors.ts";
import type { PageErrorCode } from "../state/send-state.ts";

/** Values of an error beside its code and message. */
export type Details = Readonly<ErrorDetails>;

/** `message` is a sentence for a person. `status` is 0 without a response. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | PageErrorCode,
    message: string,
    readonly status: number,
    readonly details: Details = {},
  ) {
    super(message);
    this.name = "ApiError";
  }
}
