import { currentLime } from "../crm/lime-client.ts";
import type { Submission } from "../objects/conversation/types.ts";
import { checkInboundKey } from "../platform/auth.ts";
import { bodyBytes } from "../platform/body.ts";
import { type Env, publicOrigin, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { addonAnswer, maxBodyBytes } from "../platform/variables.ts";
import { conversationId, readCallback } from "../userlike/callback.ts";
import { submitAndWait, toHttpError } from "./delivery-requests.ts";
import type { Handlers } from "./handlers.ts";

/** The routes of limepkg-userlike, so that Userlike's Lime CRM add-on can use this worker. */
export const userlike: Handlers<"POST /limepkg-userlike/userlike/" | "POST /limepkg-userlike/conversation/"> = {
  "POST /limepkg-userlike/userlike/": async ({ env, raw }) => {
    const origin = await authenticate(env, raw);
    const payload = await bodyBytes(raw, maxBodyBytes(env));
    const callback = readCallback(payload);
    if (!callback.isAboutConversation) return { json: {} };
    const conversation = conversationId(callback);
    const instance = callback.command?.instance;
    const options = instance ? { instance } : {};
    return await deliver(env, {
      conversation,
      mode: "send",
      channel: "userlike",
      origin,
      options,
      payload,
      start: true,
    });
  },

  "POST /limepkg-userlike/conversation/": async ({ env, raw, query }) => {
    const origin = await authenticate(env, raw);
    const { limetype, limeobjectId: limeobject, conversationId: conversation } = query;
    const options = { instance: await instanceFor(env, limetype), limeobject };
    return await deliver(env, {
      conversation,
      mode: "connect",
      channel: "userlike",
      origin,
      options,
      payload: null,
      start: true,
    });
  },
};

/** Checks the API key, and returns the worker's origin. */
async function authenticate(env: Env, request: Request): Promise<string> {
  const origin = publicOrigin(env, request);
  const { crm } = await currentLime(env, origin);
  await checkInboundKey(request, env, crm.apiKey);
  return origin;
}

/**
 * Delivers a conversation. A delivery that takes longer than the add-on waits goes on without it, as that of a callback does: the answer
 * says so, with the address of the page that shows how it ends.
 */
async function deliver(env: Env, submission: Submission) {
  const { wait, status } = addonAnswer(env);
  const { accepted, send } = await submitAndWait(env, submission, wait);
  if (send.receipt !== null) return { json: { url: send.receipt.url } };
  const goesOn = send.status === "waiting" && send.error?.code === "waiting";
  const isOpen = send.status === "queued" || send.status === "running" || goesOn;
  if (!isOpen || status === 503) throw toHttpError(accepted, send);
  const { conversation, origin } = submission;
  const message = `conversation ${conversation} is stored and is being delivered; Lime CRM, or its rate limit, is slow`;
  const url = `${origin}/#/conversations?conversation=${conversation}`;
  return { json: { ...accepted, status: send.status, url, message }, status };
}

/** The name of the first instance that writes limeobjects of this limetype. */
async function instanceFor(env: Env, limetype: string): Promise<string> {
  const configuration = await workspaceOf(env).configuration();
  const { instances } = JSON.parse(configuration?.text ?? '{"instances":[]}') as {
    instances: { name?: string | null; limetype: string }[];
  };
  const instance = instances.find((instance) => instance.limetype === limetype);
  if (instance !== undefined) return instance.name ?? instance.limetype;
  const known = [...new Set(instances.map((instance) => instance.limetype))].join(", ");
  const message = `no instance of the configuration writes the limetype ${JSON.stringify(limetype)}; the configured limetypes are: ${known}`;
  throw new HttpError(422, "limetype-not-configured", message);
}
