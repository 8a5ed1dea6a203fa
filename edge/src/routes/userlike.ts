import { Hono } from "hono";
import { checkInboundKey } from "../auth.ts";
import { readCallback } from "../callback.ts";
import type { Submission } from "../conversation/records.ts";
import { type App, type Env, workspaceOf } from "../env.ts";
import { bodyBytes, HttpError, maxBodyBytes } from "../http.ts";
import { currentLime, requestOrigin } from "../lime.ts";
import { invalid, wholeNumber } from "../options.ts";
import { conversationId, outcomeOf, submit, undone } from "../sending.ts";

/** What limepkg-userlike offers in Lime CRM, at the same paths, so that Userlike's Lime CRM add-on can point here. */
export const userlike = new Hono<App>();

for (const path of ["/limepkg-userlike/userlike/", "/limepkg-userlike/userlike", "/userlike/", "/userlike"]) {
  userlike.post(path, async (c) => {
    const origin = await admitted(c.env, c.req.raw);
    const payload = await bodyBytes(c.req.raw, maxBodyBytes(c.env));
    const callback = readCallback(payload);
    if (!callback.isAboutConversation) return c.json({});
    const conversation = conversationId(callback);
    const instance = callback.command?.instance;
    const options = instance ? { instance } : {};
    const url = await deliver(c.env, {
      conversation,
      goal: "send",
      way: "userlike",
      origin,
      options,
      payload,
      start: true,
    });
    return c.json({ url });
  });
}

/** Ties a conversation to a limeobject that exists; later sends go there. */
for (const path of ["/limepkg-userlike/conversation/", "/limepkg-userlike/conversation"]) {
  userlike.post(path, async (c) => {
    const origin = await admitted(c.env, c.req.raw);
    const said = (name: string) => c.req.query(name);
    const limetype = said("limetype");
    const limeobject = wholeNumber(said, "limeobjectId");
    const conversation = wholeNumber(said, "conversationId");
    if (!limetype) throw invalid("limetype", "the name of a limetype that is configured");
    if (limeobject === undefined) throw invalid("limeobjectId", "the id of a limeobject");
    if (conversation === undefined) throw invalid("conversationId", "the id of a conversation");
    const options = { instance: await instanceFor(c.env, limetype), limeobject };
    const submission: Submission = {
      conversation,
      goal: "connect",
      way: "userlike",
      origin,
      options,
      payload: null,
      start: true,
    };
    return c.json({ url: await deliver(c.env, submission) });
  });
}

async function admitted(env: Env, request: Request): Promise<string> {
  const origin = requestOrigin(env, request);
  const { crm } = await currentLime(env, origin);
  await checkInboundKey(request, env, crm.apiKey);
  return origin;
}

async function deliver(env: Env, submission: Submission): Promise<string> {
  const taken = await submit(env, submission);
  if (taken === null) throw new Error("only callbacks can be duplicates");
  const outcome = await outcomeOf(env, taken);
  if (outcome.receipt === null) throw undone(taken, outcome);
  return outcome.receipt.url;
}

/** The name of the instance whose conversations become limeobjects of this limetype; of several, the first. */
async function instanceFor(env: Env, limetype: string): Promise<string> {
  const configuration = await workspaceOf(env).configuration();
  const { instances } = JSON.parse(configuration?.text ?? '{"instances":[]}') as {
    instances: { name?: string | null; limetype: string }[];
  };
  const instance = instances.find((instance) => instance.limetype === limetype);
  if (instance !== undefined) return instance.name ?? instance.limetype;
  const known = [...new Set(instances.map((instance) => instance.limetype))].join(", ");
  const message = `no configured instance makes limeobjects of the limetype ${JSON.stringify(limetype)}; configured are: ${known}`;
  throw new HttpError(422, "limetype-not-configured", message);
}
