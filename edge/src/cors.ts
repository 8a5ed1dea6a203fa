import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { App } from "./env.ts";
import { listOf } from "./settings.ts";

const allowing = cors({
  // Only origins of the list come here.
  origin: (origin) => origin,
  allowMethods: ["GET", "PUT", "POST", "DELETE"],
  allowHeaders: ["Authorization", "Content-Type", "If-Match"],
  exposeHeaders: ["ETag", "X-Configuration-Version"],
  maxAge: 600,
});

/** Lets pages of ALLOWED_ORIGINS call `/api`; every other page of the world is kept out by its browser. */
export const crossOrigin: MiddlewareHandler<App> = (c, next) => {
  const origin = c.req.header("origin");
  return origin !== undefined && listOf(c.env.ALLOWED_ORIGINS).includes(origin) ? allowing(c, next) : next();
};
