import type { Trigger } from "../../../contract/settings.ts";
import { sameSecret } from "../platform/auth.ts";
import { bodyBytes } from "../platform/body.ts";
import { type Env, publicOrigin, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { errorName, log } from "../platform/log.ts";
import { DEFAULTS, maxBodyBytes } from "../platform/variables.ts";
import { type Callback, readCallback } from "../userlike/callback.ts";
import { submit } from "./delivery-requests.ts";
import type { Handlers } from "./handlers.ts";

export const webhooks: Handlers<"POST /webhooks/userlike"> = {
  /** Answers as soon as the conversation is stored. */
  "POST /webhooks/userlike": async ({ env, raw }) => {
    await checkSecret(raw, env);
    const payload = await bodyBytes(raw, maxBodyBytes(env));
    const callback = readCallback(payload);
    const { conversation, type, event, command } = callback;
    if (!callback.isAboutConversation) return ignored("it is not about a conversation");
    if (type === null || event === null) return ignored("it has no _type and _event, so it is not a callback");
    const trigger = triggerOf(callback, (await workspaceOf(env).settings()).triggers);
    if (trigger === null) return ignored(`${type}.${event} is not one of the triggers in the settings`);
    if (conversation === null) return ignored("its conversation has no id");
    const commandOptions = command?.instance ? { instance: command.instance } : {};
    const accepted = await submit(env, {
      conversation,
      mode: "send",
      channel: "webhook",
      origin: publicOrigin(env, raw),
      // Only a command writes a note with a text that Lime CRM has already.
      options: trigger === "$lime" ? commandOptions : { onlyIfChanged: true },
      payload,
      idempotencyKey: `callback ${type}.${event}`,
      start: false,
    });
    if (accepted === null) return ignored("the same callback was received before");
    // A lost message delays the send only: its object starts it by itself.
    await env.DELIVERIES.send(accepted).catch((error) =>
      log("warn", "message-not-queued", { ...accepted, error: errorName(error) }),
    );
    return { json: accepted };
  },
};

const ignored = (reason: string) => ({ json: { ignored: reason } });

/** The trigger that a callback matches. A chat command counts when it was just written, not in later callbacks. */
function triggerOf({ type, event, command }: Callback, triggers: readonly Trigger[]): Trigger | null {
  if (command !== null && event?.startsWith("message") && triggers.includes("$lime")) return "$lime";
  return triggers.find((trigger) => trigger === `${type}.${event}`) ?? null;
}

async function checkSecret(request: Request, env: Env): Promise<void> {
  const header = env.WEBHOOK_HEADER || DEFAULTS.WEBHOOK_HEADER;
  if (!env.WEBHOOK_SECRET) {
    const message =
      "this worker does not accept callbacks yet; set their secret with `wrangler secret put WEBHOOK_SECRET`";
    throw new HttpError(503, "no-webhook-secret", message);
  }
  if (await sameSecret(request.headers.get(header) ?? "", env.WEBHOOK_SECRET)) return;
  const message = `the secret is missing or wrong; let Userlike's API add-on send the header ${header} with the WEBHOOK_SECRET of this worker`;
  throw new HttpError(401, "unauthorized", message);
}
