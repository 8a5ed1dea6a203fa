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

/** Checks an option that is an integer from 1 on. */
export function integerOption(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= MAX_U32)) return value;
  throw new LimeobjectError("option", `${name} must be an integer from 1 to ${MAX_U32}`);
}
