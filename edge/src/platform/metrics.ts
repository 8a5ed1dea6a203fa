import { type Env, workspaceOf } from "./env.ts";

/** All counters of `/metrics`, with their descriptions. */
export const COUNTERS = {
  userlike_limeobject_requests_total: "Requests answered, by method, route and status.",
  userlike_limeobject_received_total: "Conversations received, by channel.",
  userlike_limeobject_deliveries_total: "Deliveries ended, by outcome (created, updated, failed).",
  userlike_limeobject_lime_requests_total: "Requests to Lime CRM, by method and status.",
  userlike_limeobject_rate_waits_total: "Requests that waited for Lime CRM's rate limit.",
  userlike_limeobject_retries_total: "Deliveries postponed for another attempt.",
  userlike_limeobject_dead_letters_total: "Deliveries that became dead letters.",
  userlike_limeobject_previews_total: "Previews answered.",
} as const;

/** All gauges of `/metrics`, with their descriptions. */
export const GAUGES = {
  userlike_limeobject_rate_free_requests: "Requests that Lime CRM's rate limit allows at once now.",
  userlike_limeobject_rate_outstanding_requests: "Requests that are reserved or on their way to Lime CRM now.",
  userlike_limeobject_rate_waiting_requests: "Requests that wait for Lime CRM's rate limit now.",
} as const;

export type Counter = keyof typeof COUNTERS;

/** Counts of this isolate that the Workspace does not have yet, by counter and labels. */
const pending = new Map<string, number>();

/** Increments a counter. `flush` adds it to the Workspace's; call it at the end of a request, message or alarm. */
export function count(counter: Counter, labels: Record<string, string> = {}, by = 1): void {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const key = pairs.length === 0 ? counter : `${counter}{${pairs.join(",")}}`;
  pending.set(key, (pending.get(key) ?? 0) + by);
}

/** Adds the counts of this isolate to the Workspace's. It never throws: metrics must not fail a request. */
export async function flush(env: Env): Promise<void> {
  if (pending.size === 0) return;
  const counts = [...pending];
  pending.clear();
  try {
    await workspaceOf(env).addCounts(counts);
  } catch {
    for (const [key, by] of counts) pending.set(key, (pending.get(key) ?? 0) + by);
  }
}
