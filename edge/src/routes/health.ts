import { Hono } from "hono";
import { metricsOnly } from "../auth.ts";
import { type App, workspaceOf } from "../env.ts";
import { COUNTERS, flush } from "../metrics.ts";

export const health = new Hono<App>()
  /** Whether the worker runs and its storage answers. It says nothing about Lime CRM, which has outages of its own. */
  .get("/healthz", async (c) => {
    await workspaceOf(c.env).versions(null);
    return c.json({ ok: true });
  })
  /** In Prometheus' text format. */
  .get("/metrics", metricsOnly, async (c) => {
    await flush(c.env);
    const counts = await workspaceOf(c.env).counts();
    const lines = Object.entries(COUNTERS).flatMap(([name, help]) => {
      const values = counts.filter(({ key }) => key === name || key.startsWith(`${name}{`));
      const samples = values.map(({ key, value }) => `${key} ${value}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...samples];
    });
    return c.text(`${lines.join("\n")}\n`, 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" });
  });
