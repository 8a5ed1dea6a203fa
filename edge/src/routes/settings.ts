import { DeliveryError, testConnection } from "userlike-limeobject/delivery";
import { realCrm } from "../crm/lime-client.ts";
import { workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import type { Handlers } from "./handlers.ts";
import { completeChanges, masked } from "./settings-changes.ts";

export const settings: Handlers<"GET /api/settings" | "PUT /api/settings"> = {
  "GET /api/settings": async ({ env }) => ({ json: masked(await workspaceOf(env).settings()) }),

  "PUT /api/settings": async ({ env, body }) => {
    const workspace = workspaceOf(env);
    const current = await workspace.settings();
    const changes = completeChanges(body, current, env);
    const { lime, rateLimit } = { ...current, ...changes };
    if (changes.sandbox === false && lime === null && changes.lime === undefined) {
      const message = "without the sandbox there must be a Lime CRM: enter its URL and API key first";
      throw new HttpError(422, "no-lime-crm", message, { pointer: "/sandbox" });
    }
    const isNewlyUsed = changes.lime !== undefined || (changes.sandbox === false && current.sandbox);
    if (lime !== null && isNewlyUsed) {
      try {
        await testConnection(realCrm(env, lime, rateLimit));
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        const { code, message, status } = error;
        const details = { pointer: fieldOf(code), ...(status === undefined ? {} : { status }) };
        throw new HttpError(422, code, `nothing was saved: ${message}`, details);
      }
    }
    return { json: masked(await workspace.saveSettings(changes)) };
  },
};

/** The field that an error of the connection test is about. */
function fieldOf(code: string): "/lime/apiKey" | "/lime/url" {
  return ["unauthorized", "forbidden", "bad-key"].includes(code) ? "/lime/apiKey" : "/lime/url";
}
