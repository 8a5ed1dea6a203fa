// Values of the payload that a property could not take.

import type { Finding } from "userlike-limeobject";
import { locationRange } from "../../../state/location-range.ts";
import type { Limeobject } from "./context.ts";

/** Properties of an object that failed: they have a finding, but no value. In the order of the findings. */
export function failedProperties(object: Limeobject, findings: readonly Finding[]): string[] {
  const { values, cleared = {}, relations, file } = object;
  const written = new Set([...Object.keys(values), ...Object.keys(cleared), ...Object.keys(relations), file?.property]);
  const failed = findings
    .filter(({ severity, property }) => severity !== "info" && property !== undefined && !written.has(property))
    .map(({ property }) => property as string);
  return [...new Set(failed)];
}

/** Returns the value that a finding refuses, as it stands in the payload; undefined when its value is written. */
export function refusedValue({ severity, source }: Finding, object: Limeobject, payload: string): string | undefined {
  if (severity === "info" || source === undefined) return undefined;
  const isWritten = Object.values(object.sources).some((sources) =>
    sources.some((other) => "payload" in other && (other.payload === source || other.payload.startsWith(`${source}/`))),
  );
  if (isWritten) return undefined;
  const range = locationRange(payload, { pointer: source });
  return range && readable(payload.slice(range.start, range.end));
}

/** Returns a text without its quotes and escapes; other JSON unchanged. */
function readable(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : json;
  } catch {
    return json;
  }
}
