import { LimeobjectError } from "./errors.js";

/** The largest integer that the crate's options hold. */
const MAX_U32 = 4_294_967_295;

/** Rejects unknown options: a misspelled option would be ignored silently. */
export function rejectUnknownOptions(unknown: object, known: string): void {
  const [key] = Object.keys(unknown);
  if (key !== undefined) throw new LimeobjectError("option", `unknown option "${key}"; known options: ${known}`);
}

/** Checks an option that is a list of hosts; what is a host is known to the crate. */
export function hostsOption(hosts: readonly string[] | undefined): readonly string[] | undefined {
  const isList = Array.isArray(hosts) && hosts.every((host) => typeof host === "string");
  if (hosts === undefined || isList) return hosts;
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
  if (value === undefined || fits(value)) return;
  throw new LimeobjectError("option", `${name} must be ${expected}`);
}

export const isFunction = (value: unknown): boolean => typeof value === "function";
export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Checks the argument that holds the options. */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) throw new LimeobjectError("option", "options must be an object");
}
