import type { DeadLetter, DeadLetterSelection } from "../../../contract/dead-letters.ts";
import { conversationOf, type Env, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import type { Handlers } from "./handlers.ts";
import { MAX_SELECTION } from "./schemas/bodies.ts";

export const deadLetters: Handlers<
  | "GET /api/dead-letters"
  | "POST /api/dead-letters/redrive"
  | "DELETE /api/dead-letters"
  | "DELETE /api/dead-letters/:id"
> = {
  "GET /api/dead-letters": async ({ env, query: { limit, before = null } }) => {
    const deadLetters = await workspaceOf(env).deadLetters(limit, before);
    const last = deadLetters.length === limit ? deadLetters.at(-1) : undefined;
    const next = last === undefined ? null : `/api/dead-letters?limit=${limit}&before=${last.id}`;
    return { json: { deadLetters, next } };
  },

  "POST /api/dead-letters/redrive": async ({ env, body }) => {
    const { selected, more } = await select(env, body);
    for (const { id, conversation, send } of selected) {
      // A send that is not failed any more was sent again by another request.
      const requeued = await conversationOf(env, conversation).requeue(send, "redrive");
      if (requeued) await env.DELIVERIES.send({ conversation, send }).catch(() => {});
      await workspaceOf(env).removeDeadLetter(id);
    }
    return { json: { redriven: selected.map(({ id }) => id), more } };
  },

  "DELETE /api/dead-letters": async ({ env, body }) => {
    const { selected, more } = await select(env, body);
    for (const { id } of selected) await workspaceOf(env).removeDeadLetter(id);
    return { json: { deleted: selected.map(({ id }) => id), more } };
  },

  "DELETE /api/dead-letters/:id": async ({ env, params: { id } }) => {
    if (!(await workspaceOf(env).removeDeadLetter(id))) throw notFound([id]);
    return { json: { deleted: [id], more: false } };
  },
};

async function select(env: Env, selection: DeadLetterSelection): Promise<{ selected: DeadLetter[]; more: boolean }> {
  const workspace = workspaceOf(env);
  if ("all" in selection) {
    const deadLetters = await workspace.deadLetters(MAX_SELECTION + 1);
    return { selected: deadLetters.slice(0, MAX_SELECTION), more: deadLetters.length > MAX_SELECTION };
  }
  const { ids } = selection;
  const found = await Promise.all(ids.map((id) => workspace.deadLetter(id)));
  const missing = ids.filter((_, index) => found[index] === null);
  if (missing.length > 0) throw notFound(missing);
  return { selected: found.filter((deadLetter) => deadLetter !== null), more: false };
}

const notFound = (ids: number[]): HttpError =>
  new HttpError(404, "no-dead-letter", `there is no dead letter ${ids.join(", ")} (any more)`);
