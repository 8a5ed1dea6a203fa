import { workspaceOf } from "../platform/env.ts";
import { COUNTERS, flush } from "../platform/metrics.ts";
import type { Handlers } from "./handlers.ts";

export const health: Handlers<"GET /healthz" | "GET /metrics"> = {
  /** Lime CRM is not checked: its outages are not the worker's. */
  "GET /healthz": async ({ env }) => {
    await workspaceOf(env).versions(null);
    return { json: { ok: true } };
  },
  "GET /metrics": async ({ c, env }) => {
    await flush(env);
    const counts = await workspaceOf(env).counts();
    const lines = Object.entries(COUNTERS).flatMap(([name, help]) => {
      const values = counts.filter(({ key }) => key === name || key.startsWith(`${name}{`));
      const samples = values.map(({ key, value }) => `${key} ${value}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...samples];
    });
    return c.text(`${lines.join("\n")}\n`, 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" });
  },
};
