import { currentLime } from "../crm/lime-client.ts";
import type { Submission } from "../objects/conversation/types.ts";
import { checkInboundKey } from "../platform/auth.ts";
import { type Env, publicOrigin, workspaceOf } from "../platform/env.ts";
import { bodyBytes, HttpError } from "../platform/http.ts";
import { maxBodyBytes } from "../platform/variables.ts";
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
    const url = await deliver(env, {
      conversation,
      mode: "send",
      channel: "userlike",
      origin,
      options,
      payload,
      start: true,
    });
    return { json: { url } };
  },

  "POST /limepkg-userlike/conversation/": async ({ env, raw, query }) => {
    const origin = await authenticate(env, raw);
    const { limetype, limeobjectId: limeobject, conversationId: conversation } = query;
    const options = { instance: await instanceFor(env, limetype), limeobject };
    const url = await deliver(env, {
      conversation,
      mode: "connect",
      channel: "userlike",
      origin,
      options,
      payload: null,
      start: true,
    });
    return { json: { url } };
  },
};

/** Checks the API key, and returns the worker's origin. */
async function authenticate(env: Env, request: Request): Promise<string> {
  const origin = publicOrigin(env, request);
  const { crm } = await currentLime(env, origin);
  await checkInboundKey(request, env, crm.apiKey);
  return origin;
}

async function deliver(env: Env, submission: Submission): Promise<string> {
  const { accepted, send } = await submitAndWait(env, submission);
  if (send.receipt === null) throw toHttpError(accepted, send);
  return send.receipt.url;
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
