import { Hono } from "hono";
import type { DeliveryMessage } from "../conversation/records.ts";
import { type App, conversationOf, type Env, workspaceOf } from "../env.ts";
import { bodyObject, HttpError } from "../http.ts";
import { wholeNumber } from "../options.ts";
import type { DeadLetter } from "../workspace/records.ts";

/** So many are sent again or dropped in one request. */
const MOST = 500;

/** Deliveries that were given up: to be looked at, sent again, or dropped. */
export const deadLetters = new Hono<App>();

/** The newest first; `next` is the address of the page after this one, or null. */
deadLetters.get("/api/dead-letters", async (c) => {
  const said = (name: string) => c.req.query(name);
  const limit = wholeNumber(said, "limit", MOST) ?? 50;
  const letters = await workspaceOf(c.env).deadLetters(limit, wholeNumber(said, "before") ?? null);
  const last = letters.length === limit ? letters.at(-1) : undefined;
  return c.json({
    deadLetters: letters.map(({ message, ...letter }) => ({
      ...letter,
      send: (JSON.parse(message) as DeliveryMessage).send,
    })),
    next: last === undefined ? null : `/api/dead-letters?limit=${limit}&before=${last.id}`,
  });
});

/** `{ "ids": [...] }` or `{ "all": true }`. Up to 500 at once; `more` says that there are others. */
deadLetters.post("/api/dead-letters/redrive", async (c) => {
  const { letters, more } = await chosen(c.env, await bodyObject(c.req.raw, 65536));
  for (const { id, message } of letters) {
    const { conversation, send } = JSON.parse(message) as DeliveryMessage;
    // One that has not failed any more was sent by somebody in the meantime.
    const again = await conversationOf(c.env, conversation).again(send, "redrive");
    if (again) await c.env.DELIVERIES.send({ conversation, send }).catch(() => {});
    await workspaceOf(c.env).removeDeadLetter(id);
  }
  return c.json({ redriven: letters.map(({ id }) => id), more }, 202);
});

/** The same choice as for redrive. The conversations stay as they are: failed. */
deadLetters.delete("/api/dead-letters", async (c) => {
  const { letters, more } = await chosen(c.env, await bodyObject(c.req.raw, 65536));
  for (const { id } of letters) await workspaceOf(c.env).removeDeadLetter(id);
  return c.json({ dropped: letters.map(({ id }) => id), more });
});

deadLetters.delete("/api/dead-letters/:id", async (c) => {
  const id = wholeNumber(() => c.req.param("id"), "the id of a dead letter") ?? 0;
  if (!(await workspaceOf(c.env).removeDeadLetter(id))) throw missing([id]);
  return c.json({ dropped: [id], more: false });
});

async function chosen(
  env: Env,
  { ids, all }: Record<string, unknown>,
): Promise<{ letters: DeadLetter[]; more: boolean }> {
  const workspace = workspaceOf(env);
  if (all === true && ids === undefined) {
    const letters = await workspace.deadLetters(MOST + 1);
    return { letters: letters.slice(0, MOST), more: letters.length > MOST };
  }
  if (!Array.isArray(ids) || ids.length > MOST || !ids.every((id) => Number.isSafeInteger(id))) {
    const message = `say which: { "ids": [1, 2] }, at most ${MOST} of them, or { "all": true }`;
    throw new HttpError(422, "invalid-option", message);
  }
  const found = await Promise.all((ids as number[]).map((id) => workspace.deadLetter(id)));
  const lost = (ids as number[]).filter((_, index) => found[index] === null);
  if (lost.length > 0) throw missing(lost);
  return { letters: found.filter((letter) => letter !== null), more: false };
}

const missing = (ids: number[]): HttpError =>
  new HttpError(404, "no-dead-letter", `there is no dead letter ${ids.join(", ")} (any more)`);
