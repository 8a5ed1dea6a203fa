import { Hono } from "hono";
import { routePath } from "hono/route";
import { adminOnly } from "./auth.ts";
import type { DeliveryMessage } from "./conversation/records.ts";
import { crossOrigin } from "./cors.ts";
import type { App, Env } from "./env.ts";
import { notFound, onError } from "./http.ts";
import { log } from "./log.ts";
import { count, flush } from "./metrics.ts";
import { queue } from "./queue.ts";
import { backfill } from "./routes/backfill.ts";
import { bulk } from "./routes/bulk.ts";
import { config } from "./routes/config.ts";
import { conversations } from "./routes/conversations.ts";
import { deadLetters } from "./routes/dead-letters.ts";
import { health } from "./routes/health.ts";
import { limetypes } from "./routes/limetypes.ts";
import { page } from "./routes/page.ts";
import { preview } from "./routes/preview.ts";
import { sandbox } from "./routes/sandbox.ts";
import { send } from "./routes/send.ts";
import { settings } from "./routes/settings.ts";
import { userlike } from "./routes/userlike.ts";
import { webhooks } from "./routes/webhooks.ts";

export { Bulk } from "./bulk.ts";
export { Conversation } from "./conversation.ts";
export { RateLimit } from "./limiter.ts";
export { Workspace } from "./workspace.ts";

const app = new Hono<App>();
app.onError(onError);
app.notFound(notFound);

app.use(async (c, next) => {
  const begun = Date.now();
  await next();
  for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.header(name, value);
  const route = routePath(c, -1);
  const { method } = c.req;
  count("userlike_limeobject_requests_total", { method, route, status: String(c.res.status) });
  log("info", "request", { method, route, status: c.res.status, ms: Date.now() - begun });
  c.executionCtx.waitUntil(flush(c.env));
});

/** Of every answer that does not bring its own. Answers are data, and nothing in them is ever run or shown in a frame. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

app.use("/api/*", crossOrigin, adminOnly);
const parts = [
  health,
  settings,
  config,
  limetypes,
  preview,
  userlike,
  webhooks,
  send,
  conversations,
  deadLetters,
  bulk,
  backfill,
  sandbox,
  page,
];
for (const part of parts) app.route("/", part);

export default {
  fetch: app.fetch,
  queue,
} satisfies ExportedHandler<Env, DeliveryMessage>;
