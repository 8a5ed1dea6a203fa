import type { ModuleErrorCode, PayloadErrorCode, UsageErrorCode } from "userlike-limeobject";
import type { DeliveryError } from "userlike-limeobject/delivery";

/** Error codes of the worker itself, with their meaning. They are stable; docs/edge.md lists them. */
export const WORKER_ERROR_CODES = {
  "bad-encoding": "The body is not what its Content-Encoding says.",
  "bad-if-match": "If-Match is not the ETag of a version.",
  "bad-userlike-api": "The variable USERLIKE_API is not an https URL.",
  cancelled: "The send was cancelled before it began.",
  changed: "Another version was saved in the meantime.",
  "conversation-id-missing": "The payload has no usable conversation id.",
  internal: "The worker failed unexpectedly; its log has the reason.",
  interrupted: "The worker was interrupted again and again during this send.",
  "invalid-json-list": "A bulk upload is neither a JSON array nor NDJSON.",
  "invalid-option": "A parameter or a value of the body is not allowed; the message says what is.",
  "invalid-settings": "A setting is not allowed; error.problems lists each with a JSON pointer and a code.",
  "limetype-not-configured": "No instance of the configuration writes this limetype.",
  "no-admin-token": "ADMIN_TOKEN is not set.",
  "no-conversation": "The conversation was never received.",
  "no-dead-letter": "The dead letter does not exist.",
  "no-job": "The job does not exist.",
  "no-lime-crm": "No Lime CRM is configured.",
  "no-operator": "The operator does not exist.",
  "no-payload": "No payload of the conversation was received.",
  "no-send": "The conversation has no such send.",
  "no-such-version": "The version of the configuration does not exist.",
  "no-userlike-token": "USERLIKE_TOKEN is not set.",
  "no-webhook-secret": "WEBHOOK_SECRET is not set.",
  "not-accepted": "It is unknown whether the conversation was stored.",
  "not-found": "The route does not exist.",
  "not-json": "The body is not JSON.",
  "not-permitted": "The token is an operator's, and this is for the administrator.",
  "not-received": "The upload of the job was not completed.",
  "not-running": "The job is not running.",
  "not-userlike": "The answer did not come from Userlike's JSON API.",
  "not-utf8": "The body is not UTF-8.",
  "operator-exists": "Another operator has this name; upper and lower case and spaces around it do not count.",
  "sandbox-closed": "The sandbox has no API key of its own at this address.",
  "send-expired": "The conversation was sent so often since that this send is no longer stored.",
  "still-running": "The delivery takes longer than the request waits; it continues.",
  "too-large": "The body is larger than allowed.",
  "too-many-requests": "An operator's token was used too often within a minute.",
  unauthorized: "The token, key or secret is missing or wrong.",
  "unsupported-encoding": "The Content-Encoding of the body is neither gzip nor deflate.",
  "untrusted-next-page": "Userlike's answer names a next page outside its API.",
  "upload-interrupted": "A bulk upload ended before its last byte.",
  "userlike-daily-limit": "Userlike's limit of requests per day is used up.",
  "userlike-rate-limited": "Userlike answered 429.",
  "userlike-unauthorized": "Userlike does not accept USERLIKE_TOKEN.",
  "userlike-unavailable": "Userlike answered with a server error.",
  "userlike-unreachable": "Userlike could not be reached.",
  "wrong-type": "The body is not a JSON object.",
} as const;

export type WorkerErrorCode = keyof typeof WORKER_ERROR_CODES;

/** Codes that the package's functions throw. */
export type PackageErrorCode =
  | "invalid-config"
  | PayloadErrorCode
  | DeliveryError["code"]
  | ModuleErrorCode
  | UsageErrorCode;

export type ErrorCode = WorkerErrorCode | PackageErrorCode;

/** An error in a value that is part of another answer. */
export interface ErrorSummary {
  code: ErrorCode;
  /** What is wrong and what to do, in words. */
  message: string;
}
