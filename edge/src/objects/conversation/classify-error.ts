import { ConfigError, ModuleError, PayloadError } from "userlike-limeobject";
import { DeliveryError } from "userlike-limeobject/delivery";
import type { SendError } from "../../../../contract/conversations.ts";
import { HttpError } from "../../platform/http.ts";
import { errorName, log } from "../../platform/log.ts";
import type { ClassifiedError } from "./types.ts";

/** The access has to be corrected, not what is written: the delivery can be resumed after that. */
const ACCESS_ERRORS = ["unauthorized", "forbidden", "not-lime-crm"];
/** Lime CRM's limetypes could not be fetched. */
const RETRYABLE_ERRORS = ["unreachable", "unavailable", "rate-limited", "aborted", "changed"];

/** Decides whether a delivery that threw is retried, and from which state. */
export function classifyError(thrown: unknown): ClassifiedError {
  if (thrown instanceof DeliveryError) {
    const { message, status, findings, resumable, state, wait } = thrown;
    const code = thrown.code;
    const error: SendError = { code, message };
    if (status !== undefined) error.status = status;
    if (findings.length > 0) error.findings = findings;
    if (wait !== undefined && state !== undefined) return { error, retryable: true, state, wait };
    if (!resumable && !ACCESS_ERRORS.includes(code)) return { error, retryable: false, state: null };
    return state === undefined ? { error, retryable: resumable } : { error, retryable: resumable, state };
  }
  if (thrown instanceof ConfigError || thrown instanceof PayloadError) {
    return { error: { code: thrown.code, message: thrown.message }, retryable: false };
  }
  // The same payload fails in the same way. Memory is shared with what else the isolate does, so it may suffice later.
  if (thrown instanceof ModuleError && thrown.code !== "out-of-memory") {
    return { error: { code: "internal", message: thrown.message }, retryable: false };
  }
  if (thrown instanceof HttpError) {
    const { code, message } = thrown;
    return { error: { code, message }, retryable: RETRYABLE_ERRORS.includes(code) };
  }
  // Another object of this worker was restarted, or there is a defect; the log says which.
  log("error", "delivery-error", { error: errorName(thrown) });
  const message = "the worker failed unexpectedly; its log has the reason";
  return { error: { code: "internal", message }, retryable: true };
}
