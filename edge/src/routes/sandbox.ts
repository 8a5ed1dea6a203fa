import { Hono } from "hono";
import { type App, sandboxOf } from "../env.ts";
import { notFound } from "../http.ts";
import { hasSandbox } from "../settings.ts";

/** The sandbox Lime CRM, as the world sees it: its API, its web client, and what controls it. */
export const sandbox = new Hono<App>().all("/sandbox/*", (c) =>
  hasSandbox(c.env) ? sandboxOf(c.env).fetch(c.req.raw) : notFound(c),
);
