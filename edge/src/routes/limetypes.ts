import { Hono } from "hono";
import { type App, workspaceOf } from "../env.ts";
import { currentLime, requestOrigin } from "../lime.ts";
import { limetypesError } from "../mapper.ts";
import type { SavedLimetypes } from "../workspace/records.ts";
import type { LimetypesAnswer } from "../workspace.ts";

/** Lime CRM's limetypes as it told them last; `?refresh=1` asks it again. */
export const limetypes = new Hono<App>().get("/api/limetypes", async (c) => {
  const workspace = workspaceOf(c.env);
  const { source } = await currentLime(c.env, requestOrigin(c.env, c.req.raw));
  const refresh = c.req.query("refresh") === "1";
  const known = refresh ? null : await workspace.limetypes(source);
  const { version, fetchedAt, text } = known ?? asked(await workspace.fetchLimetypes(refresh));
  return c.json({ source, version, fetchedAt, limetypes: JSON.parse(text) });
});

function asked({ limetypes, error }: LimetypesAnswer): SavedLimetypes {
  if (error !== null || limetypes === null) throw limetypesError(error);
  return limetypes;
}
