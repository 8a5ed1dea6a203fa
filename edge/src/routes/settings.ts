import { Hono } from "hono";
import { DeliveryError, testConnection } from "userlike-limeobject/delivery";
import { type App, workspaceOf } from "../env.ts";
import { bodyObject, HttpError } from "../http.ts";
import { realCrm } from "../lime.ts";
import { readChanges, shown } from "../settings.ts";

const MAX_BYTES = 64 * 1024;

export const settings = new Hono<App>()
  .get("/api/settings", async (c) => c.json(shown(await workspaceOf(c.env).settings())))
  /** What is left out stays. A Lime CRM that is to be used is asked first; nothing is saved when it does not answer well. */
  .put("/api/settings", async (c) => {
    const workspace = workspaceOf(c.env);
    const current = await workspace.settings();
    const changes = readChanges(await bodyObject(c.req.raw, MAX_BYTES), current, c.env);
    const { lime, rateLimit } = { ...current, ...changes };
    if (changes.sandbox === false && lime === null && changes.lime === undefined) {
      throw new HttpError(
        422,
        "no-lime-crm",
        "without the sandbox there must be a Lime CRM: enter its URL and API key first",
        {
          pointer: "/sandbox",
        },
      );
    }
    const begins = changes.lime !== undefined || (changes.sandbox === false && current.sandbox);
    if (lime !== null && begins) {
      try {
        await testConnection(realCrm(c.env, lime, rateLimit));
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        const { code, message, status } = error;
        const what = `nothing was saved: ${message}`;
        throw new HttpError(422, code, what, { pointer: placeOf(code), ...(status === undefined ? {} : { status }) });
      }
    }
    return c.json(shown(await workspace.saveSettings(changes)));
  });

/** Which of the two fields it is about. */
function placeOf(code: string): string {
  return ["unauthorized", "forbidden", "bad-key"].includes(code) ? "/lime/apiKey" : "/lime/url";
}
