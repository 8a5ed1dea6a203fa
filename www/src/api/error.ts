// Errors of requests to the worker.

import type { ErrorDetails } from "../../../contract/error-body.ts";
import type { ErrorCode } from "../../../contract/errors.ts";
import type { PageErrorCode } from "../state/send-state.ts";

/** Values of an error beside its code and message. */
export type Details = Readonly<ErrorDetails>;

/** `message` is a sentence for a person. `status` is 0 without a response. */
export class ApiError extends Error {
  readonly code: ErrorCode | PageErrorCode;
  readonly status: number;
  readonly details: Details;

  constructor(code: ErrorCode | PageErrorCode, message: string, status: number, details: Details = {}) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}
