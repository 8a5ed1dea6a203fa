import { rateLimitOf } from "../crm/lime-client.ts";
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
    const lines = Object.entries(COUNTERS).flatMap(([name, help]) => {
      const values = counts.filter(({ key }) => key === name || key.startsWith(`${name}{`));
      const samples = values.map(({ key, value }) => `${key} ${value}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...samples];
    });
    const gauges = Object.entries(await readGauges(env)).flatMap(([name, value]) => [
      `# HELP ${name} ${GAUGES[name as keyof typeof GAUGES]}`,
      `# TYPE ${name} gauge`,
      `${name} ${value}`,
    ]);
    return c.text(`${[...lines, ...gauges].join("\n")}\n`, 200, {
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
    });
  },
};

/** The values of the gauges; none without Lime CRM and sandbox. */
async function readGauges(env: Env): Promise<Partial<Record<keyof typeof GAUGES, number>>> {
  const status = await rateLimitOf(env, await workspaceOf(env).settings());
  if (status === null) return {};
  return {
    userlike_limeobject_rate_free_requests: Math.max(0, status.free),
    userlike_limeobject_rate_outstanding_requests: status.outstanding,
    userlike_limeobject_rate_waiting_requests: status.waiting,
  };
}
