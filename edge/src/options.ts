import type { SendOptions } from "./conversation/records.ts";
import { HttpError } from "./http.ts";

/** What a query says, by name; null where it says nothing. */
type Said = (name: string) => string | undefined;

/**
 * The options of a send, from a query.
 *
 * @throws {HttpError} 422 `invalid-option`
 */
export function sendOptions(said: Said): SendOptions {
  const options: SendOptions = {};
  const instance = said("instance");
  const existing = said("existing");
  const limeobject = wholeNumber(said, "limeobject");
  if (instance) options.instance = instance;
  if (existing === "keep" || existing === "fill" || existing === "overwrite") options.existing = existing;
  else if (existing !== undefined) throw invalid("existing", "keep, fill or overwrite");
  if (flag(said, "onlyIfChanged")) options.onlyIfChanged = true;
  if (limeobject !== undefined) options.limeobject = limeobject;
  return options;
}

/** @throws {HttpError} 422 `invalid-option` */
export function flag(said: Said, name: string): boolean {
  const value = said(name);
  if (value === undefined || value === "0" || value === "false") return false;
  if (value === "" || value === "1" || value === "true") return true;
  throw invalid(name, "1 or 0");
}

/** @throws {HttpError} 422 `invalid-option` */
export function wholeNumber(said: Said, name: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = said(name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d{1,16}$/.test(value) && number > 0 && number <= most) return number;
  const upTo = most === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${most}`;
  throw invalid(name, `a whole number above 0${upTo}`);
}

export function invalid(name: string, expected: string): HttpError {
  return new HttpError(422, "invalid-option", `${name} must be ${expected}`);
}
