import { waitUntil } from "cloudflare:workers";
import type { Env } from "./env.ts";
import type { Lane, Rate, Spent } from "./limiter.ts";
import { count } from "./metrics.ts";

export interface Limit {
  /** The server whose limit it is. */
  key: string;
  rate: Rate;
  lane: Lane;
  /** How long an answer may take from when the request leaves, in milliseconds. */
  timeout: number;
}

/** So many slots are asked for at once; while there are plenty, one call to the limiter is enough for several requests. */
const BATCH = 4;
/** A slot that was not used for so long, in milliseconds, is given back. */
const KEPT = 2000;
/** What was used is said with the next call, or after so many milliseconds. */
const SETTLE = 200;

/**
 * Fetches by `send`, each request when the rate limit lets it. Time spent in line does not count as time without an
 * answer: the timeout begins when the request leaves.
 */
export function limited(env: Env, { key, rate, lane, timeout }: Limit, send: typeof fetch): typeof fetch {
  const limiter = env.RATE_LIMIT.getByName(key);
  let batch = { lease: 0, left: 0, until: 0 };
  let spent: Spent[] = [];
  let underWay = 0;
  let settling = false;

  function spend(lease: number, used: number, unused: number): void {
    const known = spent.find((entry) => entry.lease === lease);
    if (known === undefined) spent.push({ lease, used, unused });
    else {
      known.used += used;
      known.unused += unused;
    }
    if (!settling) waitUntil(settle());
  }

  function giveBack(): void {
    const { lease, left } = batch;
    batch = { lease: 0, left: 0, until: 0 };
    if (left > 0) spend(lease, 0, left);
  }

  /** Tells what was not told with another call, once nothing happens any more. */
  async function settle(): Promise<void> {
    settling = true;
    while (spent.length > 0 || batch.left > 0) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE));
      if (underWay > 0) continue;
      if (batch.left > 0 && Date.now() > batch.until) giveBack();
      const told = spent.splice(0);
      // Not heard of, they count as used when their lease ends.
      if (told.length > 0) await limiter.settle(told).catch(() => {});
    }
    settling = false;
  }

  async function enter(signal: AbortSignal | null | undefined): Promise<number> {
    if (batch.left > 0 && Date.now() > batch.until) giveBack();
    if (batch.left === 0) {
      const begun = Date.now();
      const told = spent;
      spent = [];
      const grant = await limiter.take({ rate, lane, want: BATCH, spent: told });
      if (grant.lease === null) throw new Error("the rate limit let nobody in");
      if (Date.now() - begun > 100) count("userlike_limeobject_rate_waits_total");
      if (batch.left > 0) giveBack();
      batch = { lease: grant.lease, left: grant.granted, until: Date.now() + KEPT };
      if (signal?.aborted) giveBack();
      signal?.throwIfAborted();
    }
    batch.left -= 1;
    return batch.lease;
  }

  return async (input, init) => {
    underWay += 1;
    try {
      const lease = await enter(init?.signal);
      try {
        const response = await within(timeout, init?.signal, (signal) => send(input, { ...init, signal }));
        const seconds = Number(response.headers.get("retry-after"));
        if (response.status === 429 && seconds > 0) await limiter.pause(seconds).catch(() => {});
        return response;
      } finally {
        spend(lease, 1, 0);
      }
    } finally {
      underWay -= 1;
    }
  };
}

/**
 * Ends a request whose answer has not come whole in this time. The timer ends with the answer: one that is still running
 * keeps a Durable Object in memory, where `AbortSignal.timeout` runs to its end.
 */
async function within(
  timeout: number,
  signal: AbortSignal | null | undefined,
  send: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new DOMException("the answer took too long", "TimeoutError")), timeout);
  const done = () => clearTimeout(timer);
  try {
    const response = await send(signal ? AbortSignal.any([signal, ending.signal]) : ending.signal);
    if (response.body === null) done();
    const body = response.body?.pipeThrough(new TransformStream({ flush: done, cancel: done })) ?? null;
    return new Response(body, response);
  } catch (error) {
    done();
    throw error;
  }
}
