import { type Context, Hono } from "hono";
import { DeliveryError, dryRun } from "userlike-limeobject/delivery";
import { readCallback } from "../callback.ts";
import { type App, conversationOf } from "../env.ts";
import { bodyBytes, HttpError, maxBodyBytes } from "../http.ts";
import { currentLime, requestOrigin } from "../lime.ts";
import { withMapper } from "../mapper.ts";
import { flag, sendOptions } from "../options.ts";
import { conversationId, outcomeOf, submit, undone } from "../sending.ts";

/** Sending and trying out one conversation, as the administrator. */
export const send = new Hono<App>();

/**
 * A payload, or `{ "conversation": <id> }` of one that was received. Waits for the delivery; with `?wait=0` it is queued.
 */
send.post("/api/send", async (c) => {
  const said = (name: string) => c.req.query(name);
  const options = sendOptions(said);
  const waits = said("wait") === undefined || flag(said, "wait");
  const { conversation, payload } = await requested(c);
  const origin = requestOrigin(c.env, c.req.raw);
  const submission = { conversation, goal: "send", way: "send", origin, options, payload, start: waits } as const;
  const taken = await submit(c.env, submission);
  if (taken === null) throw new Error("only callbacks can be duplicates");
  if (!waits) {
    await c.env.DELIVERIES.send(taken).catch(() => {});
    const status = `/api/conversations/${conversation}`;
    return c.json({ ...taken, status }, 202, { Location: status });
  }
  const outcome = await outcomeOf(c.env, taken);
  if (outcome.receipt === null) throw undone(taken, outcome);
  return c.json({ ...taken, ...outcome.receipt });
});

/** What a send would do now; it only reads. */
send.post("/api/dry-run", async (c) => {
  const { instance, ...options } = sendOptions((name) => c.req.query(name));
  const { conversation, payload } = await requested(c);
  const bytes = payload ?? (await conversationOf(c.env, conversation).payload());
  if (bytes === null) {
    throw new HttpError(
      404,
      "no-payload",
      `no payload of conversation ${conversation} was received; send the payload itself`,
    );
  }
  const lime = await currentLime(c.env, requestOrigin(c.env, c.req.raw));
  const preview = await withMapper(c.env, lime, (mapper) => mapper.preview(bytes, { instance }));
  try {
    const forecast = await dryRun(preview, { ...lime.crm, ...options, attempts: 3 });
    return c.json({ conversation, instance: preview.instance, forecast });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const { code, message, status, findings, resumable } = error;
    const http = code === "not-ready" || code === "nothing-to-send" ? 422 : resumable ? 503 : 502;
    throw new HttpError(http, code, message, { conversation, findings, limeStatus: status });
  }
});

/** The conversation that a body means, and its payload when it is one. */
async function requested(c: Context<App>): Promise<{ conversation: number; payload: Uint8Array | null }> {
  const body = await bodyBytes(c.req.raw, maxBodyBytes(c.env));
  const callback = readCallback(body);
  const named = callback.conversation === null ? namedConversation(body) : null;
  return named === null
    ? { conversation: conversationId(callback), payload: body }
    : { conversation: named, payload: null };
}

function namedConversation(body: Uint8Array): number | null {
  if (body.byteLength > 200) return null;
  const { conversation } = JSON.parse(new TextDecoder().decode(body)) as { conversation?: unknown };
  return typeof conversation === "number" && Number.isSafeInteger(conversation) && conversation > 0
    ? conversation
    : null;
}
