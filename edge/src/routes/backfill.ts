import { bulkOf, publicOrigin, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { apiUrl } from "../userlike/conversations-api.ts";
import { type Handlers, invalidOption } from "./handlers.ts";
import { jobSettings } from "./job-settings.ts";

export const backfill: Handlers<"POST /api/backfill"> = {
  /** Conversations that are in Lime CRM already get no second history note, unless `onlyIfChanged=0`. */
  "POST /api/backfill": async ({ c, env, raw, query, body }) => {
    const to = body.to === undefined ? new Date() : new Date(body.to);
    const range = { from: new Date(body.from).toISOString(), to: to.toISOString() };
    if (range.from >= range.to) throw invalidOption('"from"', 'before "to"');
    if (!env.USERLIKE_TOKEN) {
      const message =
        "this worker has no token for Userlike's JSON API; set one with `wrangler secret put USERLIKE_TOKEN`";
      throw new HttpError(503, "no-userlike-token", message);
    }
    apiUrl(env);
    const settings = jobSettings(c, { onlyIfChanged: true, ...query }, publicOrigin(env, raw), range);
    await workspaceOf(env).addJob(settings.id);
    const job = await bulkOf(env, settings.id).startBackfill(settings);
    return { json: job, headers: { Location: `/api/bulk/${job.id}` } };
  },
};
