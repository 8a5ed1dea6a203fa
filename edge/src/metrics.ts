import { type Env, workspaceOf } from "./env.ts";

/** Everything that is counted, and what it counts. The names are those of `/metrics`. */
export const COUNTERS = {
  userlike_limeobject_requests_total: "Requests that were answered, by route and status.",
  userlike_limeobject_received_total: "Conversations that came in, by way (send, webhook, bulk, backfill).",
  userlike_limeobject_deliveries_total: "Deliveries that ended, by outcome (created, updated, failed).",
  userlike_limeobject_lime_requests_total: "Requests to Lime CRM, by method and status.",
  userlike_limeobject_rate_waits_total: "Requests that waited for Lime CRM's rate limit.",
  userlike_limeobject_retries_total: "Deliveries that were put off, to be tried again.",
  userlike_limeobject_dead_letters_total: "Deliveries that were given up.",
  userlike_limeobject_previews_total: "Previews that were answered.",
} as const;

export type Counter = keyof typeof COUNTERS;

/** Counted in this isolate, and not yet in the Workspace: a key per counter and labels. */
const pending = new Map<string, number>();

/** Counts something. `flush` brings it to the Workspace; call that at the end of the request, message or alarm. */
export function count(counter: Counter, labels: Record<string, string> = {}, by = 1): void {
  const said = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const key = said.length === 0 ? counter : `${counter}{${said.join(",")}}`;
  pending.set(key, (pending.get(key) ?? 0) + by);
}

/** Adds what this isolate has counted to the Workspace's counters. Figures are not worth failing for: it never throws. */
export async function flush(env: Env): Promise<void> {
  if (pending.size === 0) return;
  const counted = [...pending];
  pending.clear();
  try {
    await workspaceOf(env).addCounts(counted);
  } catch {
    for (const [key, by] of counted) pending.set(key, (pending.get(key) ?? 0) + by);
  }
}
