import { currentLime } from "../crm/lime-client.ts";
import { type FetchedLimetypes, limetypesError, type SavedLimetypes } from "../crm/limetypes.ts";
import { publicOrigin, workspaceOf } from "../platform/env.ts";
import type { Handlers } from "./handlers.ts";

export const limetypes: Handlers<"GET /api/limetypes"> = {
  "GET /api/limetypes": async ({ env, raw, query: { refresh } }) => {
    const workspace = workspaceOf(env);
    const { source } = await currentLime(env, publicOrigin(env, raw));
    const known = refresh ? null : await workspace.limetypes(source);
    const { version, fetchedAt, text } = known ?? fetched(await workspace.fetchLimetypes(refresh));
    return { json: { source, version, fetchedAt, limetypes: JSON.parse(text) } };
  },
};

function fetched({ limetypes, error }: FetchedLimetypes): SavedLimetypes {
  if (error !== null || limetypes === null) throw limetypesError(error);
  return limetypes;
}
