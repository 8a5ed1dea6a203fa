import { Hono } from "hono";
import { apiUrl } from "../backfill.ts";
import { type App, bulkOf, workspaceOf } from "../env.ts";
import { bodyObject, HttpError } from "../http.ts";
import { invalid } from "../options.ts";
import { accepted, jobSettings } from "./bulk.ts";

/**
 * `{ "from": "2024-01-01", "to": "2024-02-01" }`: the conversations that Userlike has of this time are sent, as a job
 * that is watched like a bulk job. Options as for `POST /api/bulk`; what is in Lime CRM already gets no second note
 * unless `?onlyIfChanged=0`.
 */
export const backfill = new Hono<App>().post("/api/backfill", async (c) => {
  const { from, to, ...unknown } = await bodyObject(c.req.raw, 65536);
  const [key] = Object.keys(unknown);
  if (key !== undefined) throw invalid(JSON.stringify(key), 'left out; there are "from" and "to"');
  const range = { from: time("from", from), to: to === undefined ? new Date().toISOString() : time("to", to) };
  if (range.from >= range.to) throw invalid("from", "before to");
  if (!c.env.USERLIKE_TOKEN) {
    const message =
      "this worker has no token for Userlike's JSON API; set one with `wrangler secret put USERLIKE_TOKEN`";
    throw new HttpError(503, "no-userlike-token", message);
  }
  apiUrl(c.env);
  const settings = jobSettings(c, range);
  if (c.req.query("onlyIfChanged") === undefined) settings.options.onlyIfChanged = true;
  await workspaceOf(c.env).addJob(settings.id);
  return accepted(c, await bulkOf(c.env, settings.id).begin(settings));
});

/** A date is its first moment in UTC. */
function time(name: string, value: unknown): string {
  const isTime =
    typeof value === "string" && /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(value);
  const milliseconds = isTime ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(milliseconds)) return new Date(milliseconds).toISOString();
  throw invalid(name, 'a date ("2024-02-22") or a time with its zone ("2024-02-22T15:00:00Z")');
}
