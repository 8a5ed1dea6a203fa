import { Hono } from "hono";
import type { App } from "../env.ts";

export const health = new Hono<App>().get("/healthz", (c) => c.json({ ok: true }));
