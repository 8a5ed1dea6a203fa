import { limeClient } from "../crm/lime-client.ts";
import { withMapper } from "../crm/mapper.ts";
import { bodyBytes } from "../platform/body.ts";
import { publicOrigin, workspaceOf } from "../platform/env.ts";
import { count } from "../platform/metrics.ts";
import { maxBodyBytes } from "../platform/variables.ts";
import type { Handlers } from "./handlers.ts";

export const preview: Handlers<"POST /api/preview"> = {
  "POST /api/preview": async ({ c, env, raw, query }) => {
    const payload = await bodyBytes(raw, maxBodyBytes(env));
    const lime = await limeClient(env, await workspaceOf(env).settings(), publicOrigin(env, raw));
    const { bytes, versions } = await withMapper(env, lime, (mapper, versions) => ({
      bytes: mapper.transform(payload, query),
      versions,
    }));
    count("userlike_limeobject_previews_total");
    return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
      "Content-Type": "application/json",
      "X-Configuration-Version": String(versions.configuration),
    });
  },
};
