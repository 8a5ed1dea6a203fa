import { type Context, Hono } from "hono";
import { type App, conversationOf, workspaceOf } from "../env.ts";
import { HttpError } from "../http.ts";
import { flag, wholeNumber } from "../options.ts";

/** The conversations that came in. */
export const conversations = new Hono<App>();

/** The latest change first; `next` is the address of the page after this one, or null. */
conversations.get("/api/conversations", async (c) => {
  const said = (name: string) => c.req.query(name);
  const limit = wholeNumber(said, "limit", 500) ?? 50;
  const before = wholeNumber(said, "before") ?? null;
  const found = await workspaceOf(c.env).conversations(limit, before);
  const last = found.length === limit ? found.at(-1) : undefined;
  return c.json({
    conversations: found.map(({ change, ...conversation }) => conversation),
    next: last === undefined ? null : `/api/conversations?limit=${limit}&before=${last.change}`,
  });
});

/** The sends of one conversation, and what became of them; with `?payload=1` its payload, as it was received. */
conversations.get("/api/conversations/:id", async (c) => {
  const conversation = wholeNumber(() => c.req.param("id"), "the id of a conversation");
  const object = conversationOf(c.env, conversation ?? 0);
  if (flag((name) => c.req.query(name), "payload")) {
    const payload = await object.payload();
    if (payload === null) throw unknown(c);
    return c.body(payload as Uint8Array<ArrayBuffer>, 200, { "Content-Type": "application/json" });
  }
  const status = await object.status();
  if (status === null) throw unknown(c);
  return c.json(status);
});

const unknown = (c: Context<App>): HttpError =>
  new HttpError(404, "no-conversation", `conversation ${c.req.param("id")} was never received`);
