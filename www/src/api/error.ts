// What went wrong with a request to the worker.

/** What the worker says about a failure, beside its code and message. */
export type Details = Readonly<Record<string, unknown>>;

/** `message` is a sentence for a person. `status` is 0 when there was no answer. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly details: Details = {},
  ) {
    super(message);
    this.name = "ApiError";
  }
}
