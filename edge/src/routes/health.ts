import { currentRateLimit } from "../crm/lime-client.ts";
import { type Env, workspaceOf } from "../platform/env.ts";
import { COUNTERS, flush, GAUGES } from "../platform/metrics.ts";
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
    const gauges = Object.entries(await readGauges(env)).map(([key, value]) => ({ key, value }));
    const lines = [...linesOf("counter", COUNTERS, counts), ...linesOf("gauge", GAUGES, gauges)];
    return c.text(`${lines.join("\n")}\n`, 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" });
  },
};

/** The lines of all metrics of a type, with the values that belong to each. */
function linesOf(type: string, metrics: Record<string, string>, values: { key: string; value: number }[]): string[] {
  return Object.entries(metrics).flatMap(([name, help]) => {
    const own = values.filter(({ key }) => key === name || key.startsWith(`${name}{`));
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...own.map(({ key, value }) => `${key} ${value}`)];
  });
}

/** The values of the gauges; none without Lime CRM and sandbox. */
async function readGauges(env: Env): Promise<Partial<Record<keyof typeof GAUGES, number>>> {
  const status = await currentRateLimit(env);
  if (status === null) return {};
  return {
    userlike_limeobject_rate_free_requests: Math.max(0, status.free),
    userlike_limeobject_rate_outstanding_requests: status.outstanding,
    userlike_limeobject_rate_waiting_requests: status.waiting,
  };
}
