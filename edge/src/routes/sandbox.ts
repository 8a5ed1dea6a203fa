import { Hono } from "hono";
import { type App, sandboxOf } from "../platform/env.ts";
import { notFound } from "../platform/http.ts";

/** Forwards to the sandbox Lime CRM: its API, its web client, its control routes. */
export const sandbox = new Hono<App>().all("/sandbox/*", (c) => sandboxOf(c.env)?.fetch(c.req.raw) ?? notFound(c));
