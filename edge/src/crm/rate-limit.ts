import type { Rate } from "../../../contract/settings.ts";

/** `interactive`: a person or a callback waits. `bulk`: a job, which leaves a tenth of the rate to the others. */
export type Priority = "interactive" | "bulk";

/** A request for slots of the rate limit. */
export interface SlotRequest {
  rate: Rate;
  priority: Priority;
  /** Number of slots wanted, at most. */
  slots: number;
  /** Use of slots that were granted before. */
  usage: SlotUsage[];
  /** Longest acceptable wait, in milliseconds; a longer one is refused at once. Default: no limit. */
  maxWait?: number;
}

/** Slots of a lease that were used and answered, and slots that are returned. */
export interface SlotUsage {
  lease: number;
  used: number;
  unused: number;
}

/** A number of slots, or the wait, in milliseconds, until one is available. */
export type SlotGrant = { lease: number; granted: number } | { lease: null; wait: number };

/** State of a rate limit, in numbers of requests. */
export interface RateLimitStatus {
  free: number;
  /** Reserved, or on their way. */
  outstanding: number;
  /** Number of requests that wait for a slot. */
  waiting: number;
  /** Expected wait of the bulk request that is served next, in milliseconds; 0 when none waits. */
  bulkWait: number;
}

/**
 * Lifetime of a lease, in milliseconds; its remaining slots count as used after that. It is longer than a client keeps an
 * unused slot plus the timeout of a request.
 */
export const LEASE_TIME = 60_000;
