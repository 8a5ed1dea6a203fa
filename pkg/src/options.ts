import { LimeobjectError, messageOf } from "./errors.js";

/** The largest integer that the crate's options hold. */
const MAX_U32 = 4_294_967_295;

/**
 * Reads the options that are known, each once. Another is an error, because a misspelled option would be ignored silently,
 * unless `others` are allowed.
 */
export function readOptions<T extends object, K extends keyof T & string>(
  options: T,
  known: readonly K[],
  others = false,
): Pick<T, K> {
  if (!isObject(options)) throw new LimeobjectError("option", "options must be an object");
  const read: Pick<T, K> = {} as Pick<T, K>;
  let subject = "the options";
  try {
    const unknown = others
      ? undefined
      : Object.keys(options).find((key) => !(known as readonly string[]).includes(key));
    if (unknown !== undefined) {
      throw new LimeobjectError("option", `unknown option "${unknown}"; known options: ${known.join(", ")}`);
    }
    for (const key of known) {
      subject = `the option ${key}`;
      const value = options[key];
      if (value !== undefined) read[key] = value;
    }
  } catch (cause) {
    if (cause instanceof LimeobjectError) throw cause;
    throw unreadable(subject, cause);
  }
  return read;
}

const unreadable = (subject: string, cause: unknown): LimeobjectError =>
  new LimeobjectError("option", `${subject} cannot be read: ${messageOf(cause)}`, { cause });

/** Checks an option that is a list of hosts; what is a host is known to the crate. */
export function hostsOption(hosts: readonly string[] | undefined): readonly string[] | undefined {
  if (hosts === undefined) return hosts;
  let list: readonly unknown[] = [undefined];
  try {
    if (Array.isArray(hosts)) list = [...hosts];
  } catch (cause) {
    throw unreadable("the option mediaHosts", cause);
  }
  if (list.every((host) => typeof host === "string")) return list as readonly string[];
  throw new LimeobjectError("option", "mediaHosts must be a list of names of hosts");
}

/** Checks an option that is an integer from `least` on. */
export function integerOption(name: string, value: number | undefined, least = 1): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= MAX_U32)) return value;
  throw new LimeobjectError("option", `${name} must be an integer from ${least} to ${MAX_U32}`);
}

/** The longest time that timers wait. */
const MAX_TIMEOUT = 2_147_483_647;

/** Checks an option that is a time limit in milliseconds. */
export function timeoutOption(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (typeof value === "number" && value >= 1 && value <= MAX_TIMEOUT)) return value;
  throw new LimeobjectError("option", `${name} must be a number of milliseconds from 1 to ${MAX_TIMEOUT}`);
}

/** Checks the kind of an option: `expected` says in words what it is, and `fits` whether it is one. */
export function checkOption(name: string, value: unknown, expected: string, fits: (value: unknown) => boolean): void {
  try {
    if (value === undefined || fits(value)) return;
  } catch (cause) {
    throw unreadable(`the option ${name}`, cause);
  }
  throw new LimeobjectError("option", `${name} must be ${expected}`);
}

/** Checks an argument that is a text. */
export function textArgument(name: string, value: unknown): void {
  if (typeof value !== "string") throw new LimeobjectError("option", `${name} must be a text`);
}

export const isFunction = (value: unknown): boolean => typeof value === "function";
export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
