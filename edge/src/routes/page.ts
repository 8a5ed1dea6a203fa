import { type Context, Hono } from "hono";
import { type App, workspaceOf } from "../env.ts";

/** What of the page depends on the settings; its other files are served as they are. */
export const page = new Hono<App>()
  /** Who may show the page in a frame and talk to it. Everybody may know: the header below says it, too. */
  .get("/addon.json", async (c) => c.json({ origins: await origins(c) }))
  .get("/", async (c) => {
    const file = await c.env.ASSETS.fetch(c.req.raw);
    const answer = new Response(file.body, file);
    const policy = answer.headers.get("Content-Security-Policy");
    if (policy !== null) answer.headers.set("Content-Security-Policy", framedBy(policy, await origins(c)));
    return answer;
  });

async function origins(c: Context<App>): Promise<string[]> {
  return (await workspaceOf(c.env).settings()).addonOrigins;
}

/** The page itself plays Userlike's Message Center in addon-host.html, so it may always be its own frame. */
function framedBy(policy: string, origins: string[]): string {
  const others = policy.split(/; */).filter((part) => part !== "" && !part.startsWith("frame-ancestors"));
  return [...others, ["frame-ancestors 'self'", ...origins].join(" ")].join("; ");
}
