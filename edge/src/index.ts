import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import { adminOnly } from "./auth.ts";
import type { App, Env } from "./env.ts";
import { notFound, onError } from "./http.ts";
import { flush } from "./metrics.ts";
import { health } from "./routes/health.ts";

export { Workspace } from "./workspace.ts";
// Until their files are here.
export class Conversation extends DurableObject {}
export class RateLimit extends DurableObject {}
export class Bulk extends DurableObject {}
export class Sandbox extends DurableObject {}

const app = new Hono<App>({ strict: false });
app.onError(onError);
app.notFound(notFound);
app.use(async (c, next) => {
  await next();
  c.executionCtx.waitUntil(flush(c.env));
});
app.use("/api/*", adminOnly);
app.route("/", health);

export default {
  fetch: app.fetch,
} satisfies ExportedHandler<Env>;
