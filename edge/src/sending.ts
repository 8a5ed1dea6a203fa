import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Callback, NO_ID } from "./callback.ts";
import type { Send, Submission } from "./conversation/records.ts";
import { conversationOf, type Env } from "./env.ts";
import { HttpError } from "./http.ts";
import { log, reason } from "./log.ts";

/** How long a request waits for its delivery, in milliseconds. The delivery goes on without it. */
export const PATIENCE = 60_000;
/** An object that was restarted while it was waited for is asked again so often. */
const RETURNS = 10;

/** What is sent from here, and from when on its object knows of it. */
export interface Taken {
  conversation: number;
  send: number;
}

/**
 * Hands a conversation to its object. Null: the same callback was here before.
 *
 * @throws {HttpError} 404 `no-payload`, 503 `not-taken`
 */
export async function submit(env: Env, submission: Submission): Promise<Taken | null> {
  const { conversation } = submission;
  const submitted = await conversationOf(env, conversation)
    .submit(submission)
    .catch((error) => {
      log("error", "not-taken", { conversation, reason: reason(error) });
      throw new HttpError(
        503,
        "not-taken",
        `it is not certain that conversation ${conversation} was taken; see GET /api/conversations/${conversation}, or send it again`,
      );
    });
  if (submitted.is === "unknown") {
    const message = `no payload of conversation ${conversation} was received; send the payload itself`;
    throw new HttpError(404, "no-payload", message);
  }
  return submitted.is === "duplicate" ? null : { conversation, send: submitted.send };
}

/** Waits for the end of a send, over restarts of its object; after a while it answers what is known then. */
export async function outcomeOf(env: Env, { conversation, send }: Taken, patience = PATIENCE): Promise<Send> {
  const end = Date.now() + patience;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const found = await conversationOf(env, conversation).outcome(send, Math.max(0, end - Date.now()));
      if (found !== null) return found;
      throw new HttpError(404, "no-send", `conversation ${conversation} has no send ${send}`);
    } catch (error) {
      if (error instanceof HttpError || attempt === RETURNS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
  }
}

/**
 * The id of a conversation that is to be sent.
 *
 * @throws {HttpError} 422 `conversation-id-missing`
 */
export function conversationId({ conversation }: Callback): number {
  if (conversation !== null) return conversation;
  throw new HttpError(422, "conversation-id-missing", NO_ID);
}

/** What can be mended in the mapping or in the request; everything else is between the worker and Lime CRM. */
const OURS: Record<string, ContentfulStatusCode> = {
  "invalid-config": 422,
  "not-connectable": 422,
  "not-ready": 422,
  "nothing-to-send": 422,
  "no-limeobject": 422,
  "limeobject-not-found": 404,
  "too-large": 413,
};
const LATER = ["unavailable", "unreachable", "rate-limited", "interrupted", "internal", "no-lime-crm"];

/** A send that is not done, as an error that says what happens next and what to do. */
export function undone({ conversation, send }: Taken, { status, error, nextAt, attempts }: Send): HttpError {
  const details = { conversation, send, status, attempts, findings: error?.findings, limeStatus: error?.status };
  if (status === "failed" && error !== null) {
    const passing = LATER.includes(error.code);
    return new HttpError(OURS[error.code] ?? (passing ? 503 : 502), error.code, error.message, details);
  }
  if (status === "waiting" && error !== null && nextAt !== null) {
    const seconds = Math.max(1, Math.ceil((Date.parse(nextAt) - Date.now()) / 1000));
    const message = `${error.message}. The conversation is kept and sent by itself in about ${seconds} s; sending it again tries at once`;
    return new HttpError(503, error.code, message, { ...details, nextAt }, { "Retry-After": String(seconds) });
  }
  const message = `Lime CRM takes its time: conversation ${conversation} is still being sent, and that goes on by itself; GET /api/conversations/${conversation} says how it stands`;
  return new HttpError(503, "still-running", message, details, { "Retry-After": "30" });
}
