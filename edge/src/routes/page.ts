import { type Context, Hono } from "hono";
import { type App, type Env, workspaceOf } from "../platform/env.ts";
import type { Handlers } from "./handlers.ts";

/** Public, because the page's Content-Security-Policy contains the same origins. */
export const addon: Handlers<"GET /addon.json"> = {
  "GET /addon.json": async ({ env }) => ({ json: { origins: await addonOrigins(env) } }),
};

/** The page's document, whose Content-Security-Policy depends on the settings. Other files are served unchanged. */
export const page = new Hono<App>().get("/", async (c: Context<App>) => {
  const file = await c.env.ASSETS.fetch(c.req.raw);
  const response = new Response(file.body, file);
  const policy = response.headers.get("Content-Security-Policy");
  if (policy !== null) {
    response.headers.set("Content-Security-Policy", withFrameAncestors(policy, await addonOrigins(c.env)));
  }
  return response;
});

async function addonOrigins(env: Env): Promise<string[]> {
  return (await workspaceOf(env).settings()).addonOrigins;
}

/** The page may always be its own frame: addon-host.html simulates Userlike's Message Center. */
function withFrameAncestors(policy: string, origins: string[]): string {
  const directives = policy.split(/; */).filter((part) => part !== "" && !part.startsWith("frame-ancestors"));
  return [...directives, ["frame-ancestors 'self'", ...origins].join(" ")].join("; ");
}
