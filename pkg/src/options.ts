import { LimeobjectError } from "./errors.js";

/** Rejects unknown options: a misspelled option would be ignored silently. */
export function rejectUnknownOptions(unknown: object, known: string): void {
  const [key] = Object.keys(unknown);
  if (key !== undefined) throw new LimeobjectError("option", `unknown option "${key}"; known options: ${known}`);
}

/** Returns the options without the undefined ones. */
export function withoutUndefined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
