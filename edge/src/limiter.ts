import { DurableObject } from "cloudflare:workers";
import type { Env } from "./env.ts";

/** So many requests in any window of so many seconds. */
export interface Rate {
  requests: number;
  seconds: number;
}

/** Who waits: a person or a callback, or a bulk job, which leaves a tenth of the rate to the others. */
export type Lane = "now" | "bulk";

export interface Ask {
  rate: Rate;
  lane: Lane;
  /** How many slots are of use, at most. */
  want: number;
  /** What became of slots that were granted before. */
  spent: Spent[];
  /** The longest wait, in milliseconds; whoever would wait longer is sent away at once. Any wait when nothing is said. */
  patience?: number;
}

/** Slots of a lease that were used (their answers are here), and slots that were not. */
export interface Spent {
  lease: number;
  used: number;
  unused: number;
}

/** So many slots, or none and how long to stay away, in milliseconds. */
export type Grant = { lease: number; granted: number } | { lease: null; wait: number };

interface Waiter extends Ask {
  granted: (grant: Grant) => void;
}

/**
 * How long a lease lasts, in milliseconds: the slots of one that was not heard of since count as used then. Longer than
 * a slot is kept unused (`limited.ts`) and a request takes.
 */
const LEASE = 60_000;

/** Clocks are this coarse, in milliseconds. */
const SLACK = 5;

/** With nothing outstanding for so long, in milliseconds, it is noted down that all slots were used before. */
const QUIET = 2000;

/**
 * The rate limit of one server, kept by all who send requests to it.
 *
 * A slot is taken from before a request leaves until one window after its answer came. The server counted the request
 * somewhere in between, so however long requests travel, it never sees more than the limit in any window.
 *
 * What was granted is written down in chunks, ahead: after a restart a whole chunk counts as used.
 */
export class RateLimit extends DurableObject<Env> {
  #rate: Rate = { requests: 1, seconds: 1 };
  #nextLease = 1;
  /** Slots that are out: by lease, the oldest first. */
  readonly #leases = new Map<number, { until: number; left: number }>();
  #outstanding = 0;
  /** Slots whose answers came, with the time of it, the oldest first. */
  #used: { at: number; slots: number }[] = [];
  #usedSlots = 0;
  readonly #waiting: Record<Lane, Waiter[]> = { now: [], bulk: [] };
  #pausedUntil = 0;
  /** Slots that are written down already and not granted yet. */
  #ahead = 0;
  #timer: number | null = null;
  #quiet: number | null = null;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const { sql } = context.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS chunk (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, slots INTEGER NOT NULL, held INTEGER NOT NULL)`);
    sql.exec("CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, at INTEGER NOT NULL)");
    const mark = (name: string) =>
      [...sql.exec<{ at: number }>("SELECT at FROM mark WHERE name = ?", name)][0]?.at ?? 0;
    this.#pausedUntil = mark("paused");
    const quiet = mark("quiet");
    const chunks = sql
      .exec<{ at: number; slots: number; held: number }>("SELECT at, slots, held FROM chunk ORDER BY id")
      .toArray();
    chunks.forEach(({ at, slots, held }, index) => {
      // Granted before the next chunk was begun, or before the restart.
      const used = (chunks[index + 1]?.at ?? Date.now()) + held;
      this.#lease(at <= quiet ? Math.min(quiet, used) : used, slots);
    });
  }

  /** Waits in line for slots. Those who came first are served first, in each lane. */
  take(ask: Ask): Promise<Grant> {
    this.#rate = ask.rate;
    this.settle(ask.spent);
    const wait = this.#expectedWait(ask);
    if (wait > (ask.patience ?? Number.POSITIVE_INFINITY)) return Promise.resolve({ lease: null, wait });
    return new Promise((granted) => {
      this.#waiting[ask.lane].push({ ...ask, granted });
      this.#serve();
    });
  }

  /** Says what became of slots, without asking for more. */
  settle(spent: Spent[]): void {
    for (const { lease, used, unused } of spent) {
      const out = this.#leases.get(lease);
      if (out === undefined) continue;
      const answered = Math.min(used, out.left);
      const returned = Math.min(unused, out.left - answered);
      out.left -= answered + returned;
      this.#outstanding -= answered + returned;
      if (out.left === 0) this.#leases.delete(lease);
      this.#use(answered, Date.now());
    }
    if (spent.length > 0) this.#serve();
  }

  /** The server said 429: nobody asks it anything for so many seconds. */
  pause(seconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + Math.min(seconds, 3600) * 1000);
    this.#mark("paused", this.#pausedUntil);
    this.#serve();
  }

  /** How it stands. */
  status(): { rate: Rate; free: number; outstanding: number; waiting: number; pausedUntil: number } {
    this.#clean(Date.now());
    const waiting = this.#waiting.now.length + this.#waiting.bulk.length;
    return {
      rate: this.#rate,
      free: this.#free(),
      outstanding: this.#outstanding,
      waiting,
      pausedUntil: this.#pausedUntil,
    };
  }

  #serve(): void {
    const now = Date.now();
    this.#clean(now);
    clearTimeout(this.#timer);
    this.#timer = null;
    if (now >= this.#pausedUntil) {
      this.#serveLane("now", 0);
      if (this.#waiting.now.length === 0) this.#serveLane("bulk", this.#reserve());
    }
    if (this.#waiting.now.length + this.#waiting.bulk.length > 0) {
      const next = Math.max(this.#nextFree(now), this.#pausedUntil);
      this.#timer = setTimeout(() => this.#serve(), Math.max(1, next - now));
    }
    this.#watchForQuiet();
  }

  #serveLane(lane: Lane, reserve: number): void {
    const waiting = this.#waiting[lane];
    let served = 0;
    while (served < waiting.length && this.#free() > reserve) {
      const waiter = waiting[served++] as Waiter;
      // Several at once only while they would else lie idle.
      const idle = waiting.length === served && this.#free() > this.#rate.requests / 2;
      waiter.granted(this.#grant(idle ? Math.min(waiter.want, Math.ceil(this.#rate.requests / 20)) : 1));
    }
    waiting.splice(0, served);
  }

  #grant(slots: number): Grant {
    const now = Date.now();
    if (this.#ahead < slots) {
      const chunk = Math.max(slots - this.#ahead, Math.floor(this.#rate.requests / 20));
      this.#ahead += chunk;
      const { sql } = this.ctx.storage;
      // After a restart, requests that were let go may still be under way; a lease is not waited for where the window is
      // shorter than that.
      const held = Math.min(LEASE, this.#window());
      const { id } = sql
        .exec<{ id: number }>("INSERT INTO chunk (at, slots, held) VALUES (?, ?, ?) RETURNING id", now, chunk, held)
        .one();
      // Now and then, those that can't be in the window any more.
      if (id % 20 === 0) {
        sql.exec(
          "DELETE FROM chunk WHERE id < (SELECT ifnull(max(id), 0) FROM chunk WHERE at < ?)",
          now - held - this.#window(),
        );
      }
    }
    this.#ahead -= slots;
    return { lease: this.#lease(now + LEASE, slots), granted: slots };
  }

  #lease(until: number, slots: number): number {
    const lease = this.#nextLease++;
    this.#leases.set(lease, { until, left: slots });
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

  /** Ends leases that were not heard of, and frees slots that are a window old. */
  #clean(now: number): void {
    for (const [lease, { until, left }] of this.#leases) {
      if (until > now) break;
      this.#leases.delete(lease);
      this.#outstanding -= left;
      this.#use(left, Math.max(until, this.#used.at(-1)?.at ?? 0));
    }
    const end = this.#used.findIndex(({ at }) => at > now - this.#window());
    const freed = this.#used.splice(0, end < 0 ? this.#used.length : end);
    for (const { slots } of freed) this.#usedSlots -= slots;
  }

  #free(): number {
    return this.#rate.requests - this.#outstanding - this.#usedSlots;
  }

  #reserve(): number {
    return Math.floor(this.#rate.requests / 10);
  }

  #window(): number {
    return this.#rate.seconds * 1000 + SLACK;
  }

  /** When something may be free that is not. */
  #nextFree(now: number): number {
    const [used] = this.#used;
    const [lease] = this.#leases.values();
    return Math.min(
      used === undefined ? Number.POSITIVE_INFINITY : used.at + this.#window(),
      lease === undefined ? Number.POSITIVE_INFINITY : lease.until,
      now + this.#window(),
    );
  }

  /** About how long one more would wait, in milliseconds. */
  #expectedWait({ lane }: Ask): number {
    const now = Date.now();
    this.#clean(now);
    const before = this.#waiting.now.length + (lane === "bulk" ? this.#waiting.bulk.length + this.#reserve() : 0);
    let missing = before + 1 - this.#free();
    let wait = 0;
    for (const { at, slots } of this.#used) {
      if (missing <= 0) break;
      missing -= slots;
      wait = at + this.#window() - now;
    }
    if (missing > 0) wait = this.#window();
    return Math.max(wait, this.#pausedUntil - now, 0);
  }

  /** Between bursts, says that everything was answered by now: less has to be supposed after a restart. */
  #watchForQuiet(): void {
    clearTimeout(this.#quiet);
    this.#quiet = null;
    if (this.#outstanding > 0 || this.#usedSlots === 0) return;
    this.#quiet = setTimeout(() => {
      this.#mark("quiet", Date.now());
      // What is granted from now on belongs to a chunk that is begun later than this.
      this.#ahead = 0;
    }, QUIET);
  }

  #mark(name: string, at: number): void {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO mark VALUES (?, ?)", name, at);
  }
}
