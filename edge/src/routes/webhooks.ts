import { Hono } from "hono";
import { sameSecret } from "../auth.ts";
import { type Callback, readCallback } from "../callback.ts";
import { type App, type Env, workspaceOf } from "../env.ts";
import { bodyBytes, HttpError, maxBodyBytes } from "../http.ts";
import { requestOrigin } from "../lime.ts";
import { log, reason } from "../log.ts";
import { submit } from "../sending.ts";
import type { Trigger } from "../settings.ts";

/** Callbacks of Userlike's API add-on. They are answered as soon as the conversation is kept; the delivery comes later. */
export const webhooks = new Hono<App>().post("/webhooks/userlike", async (c) => {
  await checkSecret(c.req.raw, c.env);
  const payload = await bodyBytes(c.req.raw, maxBodyBytes(c.env));
  const callback = readCallback(payload);
  const { conversation, type, event, command } = callback;
  if (!callback.isAboutConversation) return c.json({ ignored: "it is about no conversation" });
  if (type === null || event === null) return c.json({ ignored: "it has no _type and _event, so it is no callback" });
  const trigger = firedBy(callback, (await workspaceOf(c.env).settings()).triggers);
  if (trigger === null) return c.json({ ignored: `${type}.${event} is none of the triggers in the settings` });
  if (conversation === null) return c.json({ ignored: "its conversation has no id" });
  const asked = trigger === "$lime";
  const taken = await submit(c.env, {
    conversation,
    goal: "send",
    way: "webhook",
    origin: requestOrigin(c.env, c.req.raw),
    // What nobody asked for says nothing twice.
    options: asked ? (command?.instance ? { instance: command.instance } : {}) : { onlyIfChanged: true },
    payload,
    once: `callback ${type}.${event}`,
    start: false,
  });
  if (taken === null) return c.json({ ignored: "the same callback was here before" });
  // A message that is not queued is not missed: the object begins by itself, only later.
  await c.env.DELIVERIES.send(taken).catch((error) => log("warn", "not-queued", { ...taken, reason: reason(error) }));
  return c.json(taken);
});

/** The chat command counts when it was just written, not in every later callback of the conversation. */
function firedBy({ type, event, command }: Callback, triggers: readonly Trigger[]): Trigger | null {
  if (command !== null && event?.startsWith("message") && triggers.includes("$lime")) return "$lime";
  return triggers.find((trigger) => trigger === `${type}.${event}`) ?? null;
}

async function checkSecret(request: Request, env: Env): Promise<void> {
  const header = env.WEBHOOK_HEADER || "x-userlike-secret";
  if (!env.WEBHOOK_SECRET) {
    const message = "this worker takes no callbacks yet; set their secret with `wrangler secret put WEBHOOK_SECRET`";
    throw new HttpError(503, "no-webhook-secret", message);
  }
  if (await sameSecret(request.headers.get(header) ?? "", env.WEBHOOK_SECRET)) return;
  const message = `the secret is missing or wrong; let Userlike's API add-on send the header ${header} with the WEBHOOK_SECRET of this worker`;
  throw new HttpError(401, "unauthorized", message);
}
