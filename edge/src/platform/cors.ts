import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { App } from "./env.ts";
import { listOf } from "./variables.ts";

const allowing = cors({
  // Reached by origins of the list only.
  origin: (origin) => origin,
  allowMethods: ["GET", "PUT", "POST", "DELETE"],
  allowHeaders: ["Authorization", "Content-Type", "If-Match"],
  exposeHeaders: ["ETag", "X-Configuration-Version"],
  maxAge: 600,
});

/** Answers CORS requests from ALLOWED_ORIGINS; without the headers a browser denies every other page. */
export const crossOrigin: MiddlewareHandler<App> = (c, next) => {
  const origin = c.req.header("origin");
  return origin !== undefined && listOf(c.env.ALLOWED_ORIGINS).includes(origin) ? allowing(c, next) : next();
};
