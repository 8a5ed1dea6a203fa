import { Hono } from "hono";
import { routePath } from "hono/route";
import type { DeliveryMessage } from "./objects/conversation/types.ts";
import { administratorOnly } from "./platform/auth.ts";
import { crossOrigin } from "./platform/cors.ts";
import type { App, Env } from "./platform/env.ts";
import { notFound, onError } from "./platform/http.ts";
import { log } from "./platform/log.ts";
import { count, flush } from "./platform/metrics.ts";
import { bodyErrors, handlers } from "./routes/api.ts";
import { canonicalPath } from "./routes/canonical-path.ts";
import { addRoutes } from "./routes/handlers.ts";
import { page } from "./routes/page.ts";
import { queue } from "./routes/queue.ts";
import { sandbox } from "./routes/sandbox.ts";

export { Bulk } from "./objects/bulk/bulk.ts";
export { Conversation } from "./objects/conversation/conversation.ts";
export { RateLimit } from "./objects/rate-limit.ts";
export { Workspace } from "./objects/workspace/workspace.ts";

const app = new Hono<App>({ getPath: canonicalPath });
app.onError(onError);
app.notFound(async (c) => {
  // What there is below /api is nobody's business but the administrator's.
  if (c.req.path.startsWith("/api/")) await administratorOnly(c);
  return notFound(c);
});

app.use(async (c, next) => {
  const started = Date.now();
  await next();
  for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.header(name, value);
  const route = routePath(c, -1);
  const { method } = c.req;
  count("userlike_limeobject_requests_total", { method, route, status: String(c.res.status) });
  log("info", "request", { method, route, status: c.res.status, ms: Date.now() - started });
  c.executionCtx.waitUntil(flush(c.env));
});

/** Headers of every answer without its own. Answers are data: nothing in them is executed or shown in a frame. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

app.use("/api/*", crossOrigin);
addRoutes(app, handlers, bodyErrors);
app.route("/", sandbox);
app.route("/", page);

export default {
  fetch: app.fetch,
  queue,
} satisfies ExportedHandler<Env, DeliveryMessage>;
