import { DeliveryError, dryRun } from "userlike-limeobject/delivery";
import { currentLime } from "../crm/lime-client.ts";
import { withMapper } from "../crm/mapper.ts";
import { requireAdministrator } from "../platform/auth.ts";
import { bodyBytes } from "../platform/body.ts";
import { type Caller, conversationOf, type Env, publicOrigin } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { maxBodyBytes } from "../platform/variables.ts";
import { conversationId, readCallback } from "../userlike/callback.ts";
import { completeTranscript } from "../userlike/partial-transcript.ts";
import { noPayload, submit, submitAndWait, toHttpError } from "./delivery-requests.ts";
import type { Handlers } from "./handlers.ts";
import { toSendOptions } from "./send-options.ts";

/** Attempts of one request of a dry run. */
const REQUEST_ATTEMPTS = 3;
/** Size of the largest body that can be `{ "conversation": <id> }`, in bytes. */
const MAX_REFERENCE_BYTES = 200;

export const send: Handlers<"POST /api/send" | "POST /api/dry-run"> = {
  "POST /api/send": async ({ env, raw, caller, query: { wait, partial, ...options } }) => {
    const { conversation, payload } = await readConversation(env, raw, caller);
    const submission = {
      conversation,
      mode: "send",
      channel: "send",
      origin: publicOrigin(env, raw),
      options: toSendOptions(options),
      payload,
      partial,
      start: wait,
    } as const;
    if (!wait) {
      const accepted = await submit(env, submission);
      if (accepted === null) throw new Error("only callbacks can be duplicates");
      // A lost message delays the send only: its object starts it by itself.
      await env.DELIVERIES.send(accepted).catch(() => {});
      const status = `/api/conversations/${conversation}`;
      return { json: { ...accepted, status }, status: 202, headers: { Location: status } };
    }
    const { accepted, send } = await submitAndWait(env, submission);
    if (send.receipt === null) throw toHttpError(accepted, send);
    return { json: { ...accepted, ...send.receipt } };
  },

  "POST /api/dry-run": async ({ env, raw, caller, query }) => {
    const { instance, ...options } = toSendOptions(query);
    const { conversation, payload } = await readConversation(env, raw, caller);
    const stored = payload === null || query.partial ? await conversationOf(env, conversation).payload() : null;
    const completion = payload === null || stored === null ? null : completeTranscript(payload, stored);
    const bytes = completion?.payload ?? payload ?? stored;
    if (bytes === null) throw noPayload(conversation);
    const completed = completion === null ? {} : { completed: completion.added };
    const lime = await currentLime(env, publicOrigin(env, raw));
    const preview = await withMapper(env, lime, (mapper) => mapper.preview(bytes, { instance }));
    try {
      const report = await dryRun(preview, { ...lime.crm, ...lime.files, ...options, attempts: REQUEST_ATTEMPTS });
      return { json: { conversation, ...completed, instance: preview.instance, report } };
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const { code, message, status, findings, resumable } = error;
      const http = code === "not-ready" || code === "nothing-to-send" ? 422 : resumable ? 503 : 502;
      throw new HttpError(http, code, message, { conversation, findings, limeStatus: status });
    }
  },
};

/** Reads the conversation of a body, and its payload unless the body only refers to it. */
async function readConversation(
  env: Env,
  request: Request,
  caller: Caller,
): Promise<{ conversation: number; payload: Uint8Array | null }> {
  const body = await bodyBytes(request, maxBodyBytes(env));
  const callback = readCallback(body);
  const reference = callback.conversation === null ? readReference(body) : null;
  if (reference !== null) requireAdministrator(caller, "sending a stored conversation by its id");
  return reference === null
    ? { conversation: conversationId(callback), payload: body }
    : { conversation: reference, payload: null };
}

/** The id in `{ "conversation": <id> }`; null for another body. */
function readReference(body: Uint8Array): number | null {
  if (body.byteLength > MAX_REFERENCE_BYTES) return null;
  const { conversation } = JSON.parse(new TextDecoder().decode(body)) as { conversation?: unknown };
  return typeof conversation === "number" && Number.isSafeInteger(conversation) && conversation > 0
    ? conversation
    : null;
}
