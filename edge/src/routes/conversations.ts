import { conversationOf, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import type { Handlers } from "./handlers.ts";

export const conversations: Handlers<"GET /api/conversations" | "GET /api/conversations/:id"> = {
  "GET /api/conversations": async ({ env, query: { limit, before = null } }) => {
    const page = await workspaceOf(env).conversations(limit, before);
    const last = page.length === limit ? page.at(-1) : undefined;
    return {
      json: {
        conversations: page.map(({ revision, ...conversation }) => conversation),
        next: last === undefined ? null : `/api/conversations?limit=${limit}&before=${last.revision}`,
      },
    };
  },

  "GET /api/conversations/:id": async ({ c, env, params: { id }, query }) => {
    const object = conversationOf(env, id);
    if (query.payload) {
      const payload = await object.payload();
      if (payload === null) throw notReceived(id);
      return c.body(payload as Uint8Array<ArrayBuffer>, 200, { "Content-Type": "application/json" });
    }
    const status = await object.status();
    if (status === null) throw notReceived(id);
    return { json: status };
  },
};

const notReceived = (conversation: number): HttpError =>
  new HttpError(404, "no-conversation", `conversation ${conversation} was never received`);
