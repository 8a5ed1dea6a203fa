import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AcceptedSend, Send } from "../../../contract/conversations.ts";
import type { ErrorCode } from "../../../contract/errors.ts";
import type { Submission } from "../objects/conversation/types.ts";
import { conversationOf, type Env } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { errorName, log } from "../platform/log.ts";

/** Longest time that a request of the API waits for its delivery, in milliseconds. The delivery continues without it. */
const OUTCOME_TIMEOUT = 60_000;
/** Attempts to reach an object that was restarted meanwhile. */
const MAX_ATTEMPTS = 10;

/**
 * Passes a conversation to its object. Returns null for a callback that was accepted before.
 *
 * @throws {HttpError} 404 `no-payload`, 503 `not-accepted`
 */
export async function submit(env: Env, submission: Submission): Promise<AcceptedSend | null> {
  const { conversation } = submission;
  const submitted = await conversationOf(env, conversation)
    .submit(submission)
    .catch((error) => {
      log("error", "submit-failed", { conversation, error: errorName(error) });
      throw new HttpError(
        503,
        "not-accepted",
        `it is unknown whether conversation ${conversation} was stored; see GET /api/conversations/${conversation}, or send it again`,
      );
    });
  if (submitted.result === "unknown") throw noPayload(conversation);
  if (submitted.result === "duplicate") return null;
  const { result, ...accepted } = submitted;
  return { conversation, ...accepted };
}

export function noPayload(conversation: number): HttpError {
  const message = `no payload of conversation ${conversation} was received; send the payload itself`;
  return new HttpError(404, "no-payload", message);
}

/** Submits a send and waits for its end, at most `timeout` milliseconds. */
export async function submitAndWait(
  env: Env,
  submission: Submission,
  timeout = OUTCOME_TIMEOUT,
): Promise<{ accepted: AcceptedSend; send: Send }> {
  const accepted = await submit(env, submission);
  if (accepted === null) throw new Error("only callbacks can be duplicates");
  return { accepted, send: await outcomeOf(env, accepted, timeout) };
}

/** Waits for the end of a send, across restarts of its object; after a time it returns the send as it is. */
async function outcomeOf(env: Env, { conversation, send }: AcceptedSend, timeout: number): Promise<Send> {
  const end = Date.now() + timeout;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcome = await conversationOf(env, conversation).outcome(send, Math.max(0, end - Date.now()));
      if (outcome !== null) return outcome;
      throw new HttpError(404, "no-send", `conversation ${conversation} has no send ${send}`);
    } catch (error) {
      if (error instanceof HttpError || attempt === MAX_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
  }
}

/** Errors that the mapping or the request causes; all others are between worker and Lime CRM. */
const CLIENT_ERRORS: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  "invalid-config": 422,
  "not-connectable": 422,
  "not-ready": 422,
  "nothing-to-send": 422,
  "no-limeobject": 422,
  "limeobject-not-found": 404,
  "too-large": 413,
};
const TEMPORARY_ERRORS: readonly ErrorCode[] = [
  "unavailable",
  "unreachable",
  "rate-limited",
  "interrupted",
  "internal",
  "no-lime-crm",
];

/** Describes a send that is not done: what happens next and what to do. */
export function toHttpError(
  { conversation, send }: AcceptedSend,
  { status, error, nextAt, attempts }: Send,
): HttpError {
  const details = { conversation, send, status, attempts, findings: error?.findings, limeStatus: error?.status };
  if (status === "failed" && error !== null) {
    const isTemporary = TEMPORARY_ERRORS.includes(error.code);
    return new HttpError(CLIENT_ERRORS[error.code] ?? (isTemporary ? 503 : 502), error.code, error.message, details);
  }
  if (status === "waiting" && error !== null && nextAt !== null) {
    const seconds = Math.max(1, Math.ceil((Date.parse(nextAt) - Date.now()) / 1000));
    const again = error.code === "waiting" ? "" : "; sending it again tries at once";
    const message = `${error.message}. The conversation is stored and is sent by itself in about ${seconds} s${again}`;
    return new HttpError(503, error.code, message, { ...details, nextAt }, { "Retry-After": String(seconds) });
  }
  const message = `Lime CRM is slow: conversation ${conversation} is still being sent, and this continues by itself; see GET /api/conversations/${conversation}`;
  return new HttpError(503, "still-running", message, details, { "Retry-After": "30" });
}
