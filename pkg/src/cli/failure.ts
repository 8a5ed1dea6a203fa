import type { Line } from "./terminal.js";

/** Exit statuses, the same for every command. */
export const OK = 0;
/** The input has errors, or Lime CRM refused something. */
export const FAILED = 1;
/** Wrong usage, a file that can't be read, a configuration that can't be used. */
export const USAGE = 2;
/** Ended by Ctrl-C. */
export const INTERRUPTED = 130;

/** Ends the command with a message for a person. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly problems: readonly Line[],
    readonly whatToDo: string,
  ) {
    super(whatToDo);
  }
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
