import { Hono } from "hono";
import { type App, workspaceOf } from "../env.ts";
import { bodyBytes, maxBodyBytes } from "../http.ts";
import { limeOf, requestOrigin } from "../lime.ts";
import { withMapper } from "../mapper.ts";
import { count } from "../metrics.ts";

/** A conversation in, its preview out: the bytes that the package's `transform` makes. `?instance=` chooses one by name. */
export const preview = new Hono<App>().post("/api/preview", async (c) => {
  const payload = await bodyBytes(c.req.raw, maxBodyBytes(c.env));
  const instance = c.req.query("instance");
  const lime = await limeOf(c.env, await workspaceOf(c.env).settings(), requestOrigin(c.env, c.req.raw));
  const { bytes, versions } = await withMapper(c.env, lime, (mapper, versions) => ({
    bytes: mapper.transform(payload, { instance }),
    versions,
  }));
  count("userlike_limeobject_previews_total");
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    "Content-Type": "application/json",
    "X-Configuration-Version": String(versions.configuration),
  });
});
