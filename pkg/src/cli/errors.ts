import { errorMessage } from "./stderr.js";
import type { Line } from "./terminal.js";

/** Exit statuses, the same for every command. */
export const OK = 0;
/** The input has errors, or Lime CRM rejected something. */
export const FAILED = 1;
/** Wrong usage, an unreadable file, or an invalid configuration. */
export const USAGE = 2;

/** Ends the command with a message and a hint for the user. */
export class CliError extends Error {
  readonly lines: readonly Line[];

  /** @param message An error message, or the lines to print. */
  constructor(
    readonly status: number,
    message: string | readonly Line[],
    readonly hint: string,
  ) {
    super(hint);
    this.lines = typeof message === "string" ? [errorMessage(message)] : message;
  }
}

/** Returns the message of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
