import { waitUntil } from "cloudflare:workers";
import type { Rate } from "../../../contract/settings.ts";
import type { Env } from "../platform/env.ts";
import { count } from "../platform/metrics.ts";
import type { Priority, SlotUsage } from "./rate-limit.ts";

export interface Limit {
  /** Name of the RateLimit object: the server that the limit belongs to. */
  server: string;
  rate: Rate;
  priority: Priority;
  /** Timeout of a request from the moment it is sent, in milliseconds. */
  timeout: number;
}

/** Number of slots requested at once; while many are free, one call to the limiter serves several requests. */
const BATCH = 4;
/** An unused slot is returned after this time, in milliseconds. */
const SLOT_TIME = 2000;
/** Usage is reported with the next request for slots, or after this time, in milliseconds. */
const REPORT_DELAY = 200;

/**
 * Returns a `fetch` that sends each request when the rate limit allows it. The timeout starts when the request is sent, so waiting for
 * a slot does not count.
 */
export function rateLimitedFetch(
  env: Env,
  { server, rate, priority, timeout }: Limit,
  send: typeof fetch,
): typeof fetch {
  const limiter = env.RATE_LIMIT.getByName(server);
  let batch = { lease: 0, slots: 0, expires: 0 };
  let usage: SlotUsage[] = [];
  let inFlight = 0;
  let reporting = false;

  function record(lease: number, used: number, unused: number): void {
    const known = usage.find((entry) => entry.lease === lease);
    if (known === undefined) usage.push({ lease, used, unused });
    else {
      known.used += used;
      known.unused += unused;
    }
    if (!reporting) waitUntil(report());
  }

  function returnBatch(): void {
    const { lease, slots } = batch;
    batch = { lease: 0, slots: 0, expires: 0 };
    if (slots > 0) record(lease, 0, slots);
  }

  /** Reports the usage that no further request for slots carried. */
  async function report(): Promise<void> {
    reporting = true;
    while (usage.length > 0 || batch.slots > 0) {
      await new Promise((resolve) => setTimeout(resolve, REPORT_DELAY));
      if (inFlight > 0) continue;
      if (batch.slots > 0 && Date.now() > batch.expires) returnBatch();
      const reported = usage.splice(0);
      // Unreported slots count as used when their lease expires.
      if (reported.length > 0) await limiter.reportUsage(reported).catch(() => {});
    }
    reporting = false;
  }

  async function acquireSlot(signal: AbortSignal | null | undefined): Promise<number> {
    if (batch.slots > 0 && Date.now() > batch.expires) returnBatch();
    if (batch.slots === 0) {
      const requested = Date.now();
      const reported = usage;
      usage = [];
      const grant = await limiter.acquire({ rate, priority, slots: BATCH, usage: reported });
      if (grant.lease === null) throw new Error("the rate limit granted no slot");
      if (Date.now() - requested > 100) count("userlike_limeobject_rate_waits_total");
      if (batch.slots > 0) returnBatch();
      batch = { lease: grant.lease, slots: grant.granted, expires: Date.now() + SLOT_TIME };
      if (signal?.aborted) returnBatch();
      signal?.throwIfAborted();
    }
    batch.slots -= 1;
    return batch.lease;
  }

  return async (input, init) => {
    inFlight += 1;
    try {
      const lease = await acquireSlot(init?.signal);
      try {
        const response = await withTimeout(timeout, init?.signal, (signal) => send(input, { ...init, signal }));
        const seconds = Number(response.headers.get("retry-after"));
        if (response.status === 429 && seconds > 0) await limiter.pause(seconds).catch(() => {});
        return response;
      } finally {
        record(lease, 1, 0);
      }
    } finally {
      inFlight -= 1;
    }
  };
}

/**
 * Aborts a request whose answer is not complete in time. Its timer ends with the answer: a pending timer keeps a Durable Object in
 * memory, and that of `AbortSignal.timeout` cannot be cleared.
 */
async function withTimeout(
  timeout: number,
  signal: AbortSignal | null | undefined,
  send: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException("the answer took too long", "TimeoutError")),
    timeout,
  );
  const clear = () => clearTimeout(timer);
  try {
    const response = await send(signal ? AbortSignal.any([signal, controller.signal]) : controller.signal);
    if (response.body === null) clear();
    const body = response.body?.pipeThrough(new TransformStream({ flush: clear, cancel: clear })) ?? null;
    return new Response(body, response);
  } catch (error) {
    clear();
    throw error;
  }
}
