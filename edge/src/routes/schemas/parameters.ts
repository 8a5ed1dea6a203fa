import * as v from "valibot";
import { UPDATE_POLICIES } from "../../../../contract/conversations.ts";

// Schemas of values in an address. Their message completes the sentence "<name> must be …".

/** An integer from 1 to `max`. */
export function positiveInteger(max = Number.MAX_SAFE_INTEGER, what = "an integer above 0") {
  const message = max === Number.MAX_SAFE_INTEGER ? what : `${what} and at most ${max}`;
  return v.pipe(
    v.string(message),
    v.regex(/^\d{1,16}$/, message),
    v.transform(Number),
    v.number(),
    v.integer(message),
    v.minValue(1, message),
    v.maxValue(max, message),
  );
}

/** An integer from 0. */
export const integer = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, "an integer"),
  v.transform(Number),
  v.number(),
  v.integer(),
  v.minValue(0),
);

/** `1`, `true` or nothing behind the name; `0` or `false`. */
export const flag = v.pipe(
  v.picklist(["", "1", "true", "0", "false"], "1 or 0"),
  v.transform((text) => text !== "0" && text !== "false"),
  v.boolean(),
);

export const text = (what: string) => v.pipe(v.string(what), v.minLength(1, what));

const instance = v.exactOptional(v.string());

const existing = v.exactOptional(v.picklist(UPDATE_POLICIES, oneOf(UPDATE_POLICIES)));

/** Options of one send. */
export const sendOptions = {
  instance,
  existing,
  onlyIfChanged: v.exactOptional(flag),
  limeobject: v.exactOptional(positiveInteger()),
};

/** Options of a job. */
export const jobOptions = {
  instance,
  existing,
  onlyIfChanged: v.exactOptional(flag),
  concurrency: v.optional(positiveInteger(32), "8"),
};

/** A page of a list. */
export const page = (defaultLimit: number, maxLimit: number) => ({
  limit: v.optional(positiveInteger(maxLimit), String(defaultLimit)),
  before: v.exactOptional(positiveInteger()),
});

export function oneOf(values: readonly string[]): string {
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
