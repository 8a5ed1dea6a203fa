import { DurableObject } from "cloudflare:workers";
import type { Rate } from "../../../contract/settings.ts";
import {
  LEASE_TIME,
  type Priority,
  type RateLimitStatus,
  type SlotGrant,
  type SlotRequest,
  type SlotUsage,
} from "../crm/rate-limit.ts";
import type { Env } from "../platform/env.ts";
import { KeyValue } from "../platform/key-value.ts";

interface Waiter extends SlotRequest {
  resolve: (grant: SlotGrant) => void;
}

/** Resolution of clocks, in milliseconds. */
const CLOCK_TOLERANCE = 5;

/** After this time without outstanding slots, in milliseconds, the used slots are stored in place of the blocks. */
const IDLE_TIME = 2000;

/** Used slots are stored in this many parts of a window. */
const STORED_PARTS = 60;

/** Answered slots, with the time of the last answer. */
interface UsedSlots {
  at: number;
  slots: number;
}

/**
 * The rate limit of one server, shared by everything that sends requests to it.
 *
 * A slot is occupied from before its request is sent until one window after the answer. The server counts the request at some time in
 * between, so it never sees more than the limit in any window, however long requests travel.
 *
 * Grants are stored ahead, in blocks: after a restart in the middle of requests a whole block counts as used. Between bursts of
 * requests the blocks are replaced by the slots that were used, so that an object that is evicted often counts no more than that.
 */
export class RateLimit extends DurableObject<Env> {
  readonly #stored: KeyValue<"rate" | "pausedUntil" | "used">;
  #rate: Rate = { requests: 1, seconds: 1 };
  #nextLease = 1;
  /** Outstanding slots by lease, oldest first. */
  readonly #leases = new Map<number, { expires: number; left: number }>();
  #outstanding = 0;
  /** Answered slots with the time of the answer, oldest first. */
  #used: UsedSlots[] = [];
  #usedSlots = 0;
  readonly #waiting: Record<Priority, Waiter[]> = { interactive: [], bulk: [] };
  #pausedUntil = 0;
  /** Slots that are stored as granted and not granted yet. */
  #reserved = 0;
  #serveTimer: number | null = null;
  #idleTimer: number | null = null;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const { sql } = context.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS grant_block (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, slots INTEGER NOT NULL, lease_time INTEGER NOT NULL)`);
    this.#stored = new KeyValue(sql);
    this.#rate = JSON.parse(this.#stored.get("rate") ?? "null") ?? this.#rate;
    this.#pausedUntil = Number(this.#stored.get("pausedUntil") ?? 0);
    for (const { at, slots } of JSON.parse(this.#stored.get("used") ?? "[]") as UsedSlots[]) this.#use(slots, at);
    const blocks = sql
      .exec<{ at: number; slots: number; leaseTime: number }>(
        "SELECT at, slots, lease_time AS leaseTime FROM grant_block ORDER BY id",
      )
      .toArray();
    blocks.forEach(({ slots, leaseTime }, index) => {
      // Granted before the next block was stored, or before the restart.
      this.#lease((blocks[index + 1]?.at ?? Date.now()) + leaseTime, slots);
    });
  }

  /** Waits for slots: first come, first served within a priority. */
  acquire(request: SlotRequest): Promise<SlotGrant> {
    this.#setRate(request.rate);
    this.reportUsage(request.usage);
    this.#clean(Date.now());
    const wait = this.#expectedWait(this.#slotsBefore(request.priority) + 1);
    if (wait > (request.maxWait ?? Number.POSITIVE_INFINITY)) return Promise.resolve({ lease: null, wait });
    return new Promise((resolve) => {
      this.#waiting[request.priority].push({ ...request, resolve });
      this.#serve();
    });
  }

  /** Reports the use of slots, without requesting more. */
  reportUsage(usage: SlotUsage[]): void {
    for (const { lease, used, unused } of usage) {
      const out = this.#leases.get(lease);
      if (out === undefined) continue;
      const answered = Math.min(used, out.left);
      const returned = Math.min(unused, out.left - answered);
      out.left -= answered + returned;
      this.#outstanding -= answered + returned;
      if (out.left === 0) this.#leases.delete(lease);
      this.#use(answered, Date.now());
    }
    if (usage.length > 0) this.#serve();
  }

  /** Grants no slots for this time, in seconds: the server answered 429. */
  pause(seconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + Math.min(seconds, 3600) * 1000);
    this.#stored.set("pausedUntil", String(this.#pausedUntil));
    this.#serve();
  }

  /** @param rate The rate of the settings, which may have changed since the last request. */
  status(rate: Rate): RateLimitStatus {
    this.#setRate(rate);
    this.#clean(Date.now());
    const { interactive, bulk } = this.#waiting;
    const bulkWait = bulk.length === 0 ? 0 : this.#expectedWait(interactive.length + this.#interactiveShare() + 1);
    const waiting = interactive.length + bulk.length;
    return { free: this.#free(), outstanding: this.#outstanding, waiting, bulkWait };
  }

  /** Stores and applies the rate when it has changed: used slots are counted by its window, after a restart too. */
  #setRate({ requests, seconds }: Rate): void {
    if (requests === this.#rate.requests && seconds === this.#rate.seconds) return;
    this.#rate = { requests, seconds };
    this.#stored.set("rate", JSON.stringify(this.#rate));
    // A higher rate serves what waits for the one before.
    this.#serve();
  }

  #serve(): void {
    const now = Date.now();
    this.#clean(now);
    clearTimeout(this.#serveTimer);
    this.#serveTimer = null;
    if (now >= this.#pausedUntil) {
      this.#servePriority("interactive", 0);
      if (this.#waiting.interactive.length === 0) this.#servePriority("bulk", this.#interactiveShare());
    }
    if (this.#waiting.interactive.length + this.#waiting.bulk.length > 0) {
      const next = Math.max(this.#nextFree(now), this.#pausedUntil);
      this.#serveTimer = setTimeout(() => this.#serve(), Math.max(1, next - now));
    }
    this.#watchForIdle();
  }

  /** @param share Slots that are left to other priorities. */
  #servePriority(priority: Priority, share: number): void {
    const waiting = this.#waiting[priority];
    let served = 0;
    while (served < waiting.length && this.#free() > share) {
      const waiter = waiting[served++] as Waiter;
      // Several at once only while they would otherwise be idle.
      const idle = waiting.length === served && this.#free() > this.#rate.requests / 2;
      waiter.resolve(this.#grant(idle ? Math.min(waiter.slots, Math.ceil(this.#rate.requests / 20)) : 1));
    }
    waiting.splice(0, served);
  }

  #grant(slots: number): SlotGrant {
    const now = Date.now();
    if (this.#reserved < slots) {
      const block = Math.max(slots - this.#reserved, Math.floor(this.#rate.requests / 20));
      this.#reserved += block;
      const { sql } = this.ctx.storage;
      // After a restart, requests may still be on their way; a window shorter than a lease limits that wait.
      const leaseTime = Math.min(LEASE_TIME, this.#window());
      const { id } = sql
        .exec<{ id: number }>(
          "INSERT INTO grant_block (at, slots, lease_time) VALUES (?, ?, ?) RETURNING id",
          now,
          block,
          leaseTime,
        )
        .one();
      // Blocks that have left the window are removed from time to time.
      if (id % 20 === 0) {
        sql.exec(
          "DELETE FROM grant_block WHERE id < (SELECT ifnull(max(id), 0) FROM grant_block WHERE at < ?)",
          now - leaseTime - this.#window(),
        );
      }
    }
    this.#reserved -= slots;
    return { lease: this.#lease(now + LEASE_TIME, slots), granted: slots };
  }

  #lease(expires: number, slots: number): number {
    const lease = this.#nextLease++;
    this.#leases.set(lease, { expires, left: slots });
    this.#outstanding += slots;
    return lease;
  }

  #use(slots: number, at: number): void {
    if (slots === 0) return;
    const newest = this.#used.at(-1);
    if (newest?.at === at) newest.slots += slots;
    else this.#used.push({ at, slots });
    this.#usedSlots += slots;
  }

  /** Ends expired leases, and frees slots that are a window old. */
  #clean(now: number): void {
    for (const [lease, { expires, left }] of this.#leases) {
      if (expires > now) break;
      this.#leases.delete(lease);
      this.#outstanding -= left;
      this.#use(left, Math.max(expires, this.#used.at(-1)?.at ?? 0));
    }
    const end = this.#used.findIndex(({ at }) => at > now - this.#window());
    const freed = this.#used.splice(0, end < 0 ? this.#used.length : end);
    for (const { slots } of freed) this.#usedSlots -= slots;
  }

  #free(): number {
    return this.#rate.requests - this.#outstanding - this.#usedSlots;
  }

  #interactiveShare(): number {
    return Math.floor(this.#rate.requests / 10);
  }

  #window(): number {
    return this.#rate.seconds * 1000 + CLOCK_TOLERANCE;
  }

  /** When the next slot may become free. */
  #nextFree(now: number): number {
    const [used] = this.#used;
    const [lease] = this.#leases.values();
    return Math.min(
      used === undefined ? Number.POSITIVE_INFINITY : used.at + this.#window(),
      lease === undefined ? Number.POSITIVE_INFINITY : lease.expires,
      now + this.#window(),
    );
  }

  /** Slots that are served before another request of this priority, or left free. */
  #slotsBefore(priority: Priority): number {
    const { interactive, bulk } = this.#waiting;
    return interactive.length + (priority === "bulk" ? bulk.length + this.#interactiveShare() : 0);
  }

  /** Estimated time until this number of slots is free, in milliseconds. */
  #expectedWait(wanted: number): number {
    const now = Date.now();
    let missing = wanted - this.#free();
    let wait = 0;
    for (const { at, slots } of this.#used) {
      if (missing <= 0) break;
      missing -= slots;
      wait = at + this.#window() - now;
    }
    if (missing > 0) wait = this.#window();
    return Math.max(wait, this.#pausedUntil - now, 0);
  }

  /** Stores the used slots between bursts of requests, in place of the blocks that they were granted from. */
  #watchForIdle(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    if (this.#outstanding > 0 || this.#usedSlots === 0) return;
    this.#idleTimer = setTimeout(() => this.#storeUsed(), IDLE_TIME);
  }

  #storeUsed(): void {
    const part = this.#window() / STORED_PARTS;
    const parts: UsedSlots[] = [];
    let first = Number.NEGATIVE_INFINITY;
    for (const { at, slots } of this.#used) {
      const last = parts.at(-1);
      if (last !== undefined && at - first < part) {
        last.at = at;
        last.slots += slots;
      } else {
        parts.push({ at, slots });
        first = at;
      }
    }
    this.ctx.storage.transactionSync(() => {
      this.ctx.storage.sql.exec("DELETE FROM grant_block");
      this.#stored.set("used", JSON.stringify(parts));
    });
    this.#reserved = 0;
  }
}
