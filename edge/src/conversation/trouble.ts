import { ConfigError, PayloadError } from "userlike-limeobject";
import { DeliveryError } from "userlike-limeobject/delivery";
import { HttpError } from "../http.ts";
import { log, reason } from "../log.ts";
import type { SendError } from "./records.ts";

/** What is to be done about something that was thrown. */
export interface Trouble {
  error: SendError;
  /** Trying again later can work with nothing changed. */
  passing: boolean;
  /** Where to go on from; null: from the beginning, for what was to be written has to change. Absent: where it was. */
  state?: string | null;
}

/** Somebody has to mend the access, not what is written: what was done so far stays good. */
const ACCESS = ["unauthorized", "forbidden", "not-lime-crm"];
/** Lime CRM's limetypes could not be had. */
const PASSING = ["unreachable", "unavailable", "rate-limited", "aborted", "changed"];

export function troubleOf(thrown: unknown): Trouble {
  if (thrown instanceof DeliveryError) {
    const { code, message, status, findings, resumable, state } = thrown;
    const error: SendError = { code, message };
    if (status !== undefined) error.status = status;
    if (findings.length > 0) error.findings = findings;
    if (!resumable && !ACCESS.includes(code)) return { error, passing: false, state: null };
    return state === undefined ? { error, passing: resumable } : { error, passing: resumable, state };
  }
  if (thrown instanceof ConfigError || thrown instanceof PayloadError) {
    return { error: { code: thrown.code, message: thrown.message }, passing: false };
  }
  if (thrown instanceof HttpError) {
    const { code, message } = thrown;
    return { error: { code, message }, passing: PASSING.includes(code) };
  }
  // Another object of this worker was restarted, or there is a mistake; which one, the worker's log says.
  log("error", "delivery-broke", { reason: reason(thrown) });
  const message = "something failed in the worker that should not; its log says what";
  return { error: { code: "internal", message }, passing: true };
}
