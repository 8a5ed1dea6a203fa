// Options are told by name.

import { LimeobjectError } from "./errors.js";

/** A misspelt option would switch off what it should switch on. */
export function refuseUnknown(unknown: object, known: string): void {
  const [key] = Object.keys(unknown);
  if (key !== undefined) throw new LimeobjectError("option", `there is no option "${key}"; there are ${known}`);
}

/** Without what was not said. */
export function onlyDefined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
