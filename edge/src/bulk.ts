import { DurableObject } from "cloudflare:workers";
import { PayloadError } from "userlike-limeobject";
import { conversations } from "userlike-limeobject/stream";
import { Backfill, NotNow } from "./backfill.ts";
import type { Job, JobSettings, JobState, Row, RowStatus } from "./bulk/records.ts";
import { type Outcome, type OwnRow, Rows } from "./bulk/rows.ts";
import { conversationIn } from "./callback.ts";
import { conversationOf, type Env } from "./env.ts";
import { log, reason } from "./log.ts";
import { flush } from "./metrics.ts";
import { timing } from "./timing.ts";

/** One alarm sends so many conversations at most, and for so long, in milliseconds; then the next one goes on. */
const SLICE = { rows: 500, time: 120_000 };
/** How long a row waits for its send before it makes room for another one, in milliseconds. */
const PATIENCE = 60_000;
/** A payload larger than this, in bytes, is handed over alone, so that they do not fill the memory together. */
const LARGE = 1024 * 1024;
/** How often the object of a conversation may be out of reach before its row fails. */
const UNREACHABLE = 10;
/** A backfill fetches no more while so many conversations wait to be sent. */
const ENOUGH = 200;
/** The shortest time between two events, and the longest without a sign of life, in milliseconds. */
const EVENTS = { shortest: 250, longest: 15_000 };

/** A conversation remembers its newest sends only. */
const FORGOTTEN = {
  code: "forgotten",
  message:
    "the conversation was sent so often since that nothing is known of this send any more; look at the conversation",
};

/** One job: many conversations, sent through their own objects, a few at a time. Its name is the job's id. */
export class Bulk extends DurableObject<Env> {
  readonly #rows: Rows;
  #receiving = false;
  /** Who waits for a change. */
  readonly #watching = new Set<() => void>();
  /** Large payloads are handed over one after the other. */
  #large: Promise<unknown> = Promise.resolve();

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    context.storage.sql.exec("CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
    this.#rows = new Rows(context.storage);
  }

  /** Takes a job with all its conversations, and begins when the last one is here. */
  async receive(settings: JobSettings, body: ReadableStream<Uint8Array>, most: number): Promise<Job> {
    this.#make(settings, "receiving");
    this.#receiving = true;
    const { resume } = timing(this.env);
    await this.ctx.storage.setAlarm(Date.now() + resume);
    try {
      for await (const { line, bytes, error } of conversations(body, { maxBytes: most })) {
        const where = `line ${line}: `;
        if (error === undefined) this.#take(bytes, where);
        else if (error.code === "too-large") this.#rows.addUnreadable(unreadable(error, where));
        else throw error;
      }
      this.#become("running");
      await this.ctx.storage.setAlarm(Date.now());
    } catch (error) {
      if (error instanceof PayloadError) {
        await this.#break("not-a-list", `line ${error.line}: ${error.message}; nothing was sent`);
      } else {
        await this.#break("broken-off", "the upload broke off before its end, so nothing was sent; send it again");
      }
    } finally {
      this.#receiving = false;
    }
    return this.#job();
  }

  /** Takes a backfill, which fetches its conversations by itself. */
  async begin(settings: JobSettings): Promise<Job> {
    this.#make(settings, "running");
    await this.ctx.storage.setAlarm(Date.now());
    return this.#job();
  }

  /** Null: there is no such job. */
  job(): Job | null {
    return this.#fact("settings") === null ? null : this.#job();
  }

  rows(status: RowStatus | null, after: number, limit: number): Row[] {
    return this.#rows.list(status, after, limit);
  }

  /** What has not begun is not sent; what is under way comes to its end. False: it has ended already. */
  async cancel(): Promise<boolean> {
    if (this.#fact("state") !== "running") return false;
    this.#become("cancelled");
    const taken = this.#rows.cancel();
    this.#changed();
    // They were put off, and would be tried again by themselves.
    for (const { conversation, send } of taken) await conversationOf(this.env, conversation).cancel(send ?? 0);
    return true;
  }

  /**
   * Lets the rows that have failed begin again, and a backfill that could not go on. Answers how many rows; null while
   * its conversations are coming in, or when they did not come in whole.
   */
  async retry(): Promise<number | null> {
    const state = this.#fact("state");
    if (state === "receiving" || state === "broken") return null;
    const rows = this.#rows.retry();
    const unfinished = this.#fact("fetched") === "no";
    if (unfinished) {
      this.ctx.storage.sql.exec("DELETE FROM fact WHERE name = 'fetched'");
      this.#trouble(null);
    }
    if (rows > 0 || unfinished) {
      this.#become("running");
      await this.ctx.storage.setAlarm(Date.now());
    }
    return rows;
  }

  /** Progress as server-sent events, from the first change after the one with this id on, to the job's end. */
  events(after: number): ReadableStream<Uint8Array> {
    let told = after;
    let first = true;
    const encoder = new TextEncoder();
    return new ReadableStream({
      type: "bytes",
      pull: async (controller) => {
        const job = await this.#next(told, first);
        first = false;
        if (job === null) {
          controller.enqueue(encoder.encode(": still there\n\n"));
          return;
        }
        told = job.version;
        const ended = hasEnded(job);
        const data = JSON.stringify(job);
        controller.enqueue(
          encoder.encode(`id: ${job.version}\nevent: ${ended ? "end" : "progress"}\ndata: ${data}\n\n`),
        );
        if (ended) controller.close();
      },
    });
  }

  override async alarm(): Promise<void> {
    const { resume } = timing(this.env);
    const state = this.#fact("state");
    if (state === "receiving") {
      if (this.#receiving) await this.ctx.storage.setAlarm(Date.now() + resume);
      else
        await this.#break(
          "broken-off",
          "the worker was restarted before the upload had ended, so nothing was sent; send it again",
        );
      return;
    }
    if (state !== "running") return;
    // Should the process go away, or anything break, the next alarm goes on.
    await this.ctx.storage.setAlarm(Date.now() + resume);
    try {
      await this.#slice();
    } catch (error) {
      log("error", "bulk-broke", { job: this.#settings().id, reason: reason(error) });
      return;
    }
    await flush(this.env);
    await this.#goOn();
  }

  async #slice(): Promise<void> {
    this.#rows.release();
    const { concurrency } = this.#settings();
    const end = Date.now() + SLICE.time;
    let left = SLICE.rows;
    const worker = async () => {
      while (left > 0 && Date.now() < end && this.#fact("state") === "running") {
        left -= 1;
        const row = this.#rows.claim();
        if (row === null) return;
        this.#rows.end(row.row, await this.#send(row));
        this.#changed();
        // Where all objects share one thread (wrangler dev), those that talk to each other only would keep everybody else
        // waiting; timers wait for those outside, too.
        await scheduler.wait(0);
      }
    };
    await Promise.all([...Array.from({ length: concurrency }, worker), this.#fetchMore()]);
  }

  /** After a slice: when the next one begins, or that it was the last. */
  async #goOn(): Promise<void> {
    if (this.#fact("state") !== "running") return await this.ctx.storage.deleteAlarm();
    const times = [this.#rows.nextAt(), this.#moreAt()].filter((time) => time !== null);
    if (times.length > 0) return await this.ctx.storage.setAlarm(Math.max(Date.now(), Math.min(...times)));
    await this.ctx.storage.deleteAlarm();
    this.#become("done");
    const { done, failed } = this.#rows.counts();
    log("info", "bulk-done", { job: this.#settings().id, done, failed });
  }

  async #send({ row, conversation, send: known, again, attempts }: OwnRow): Promise<Outcome> {
    const { id, options, origin, range } = this.#settings();
    const way = range === null ? "bulk" : "backfill";
    try {
      const object = conversationOf(this.env, conversation);
      let send = known;
      if (send === null) {
        const submission = {
          conversation,
          goal: "send",
          way,
          origin,
          options,
          once: `${id} ${row}`,
          start: true,
        } as const;
        send = await this.#handOver(row, async (payload) => (await object.submit({ ...submission, payload })).send);
      } else {
        if (again) await object.again(send, way);
        await object.start();
      }
      if (send === null) throw new Error("a payload was not taken");
      this.#rows.taken(row, send);
      const found = await object.outcome(send, PATIENCE);
      if (found === null) return { status: "failed", error: FORGOTTEN };
      if (found.receipt !== null) return { status: "done", created: found.receipt.created, url: found.receipt.url };
      const error = found.error === null ? null : { code: found.error.code, message: found.error.message };
      if (found.status === "failed" && error !== null) return { status: "failed", error };
      const nextAt = found.nextAt === null ? Date.now() + 1000 : Date.parse(found.nextAt);
      return { status: "waiting", nextAt, error };
    } catch (thrown) {
      log("warn", "bulk-row-broke", { job: id, row, conversation, reason: reason(thrown) });
      const message = "the conversation's object in the worker could not be reached";
      const error = { code: "interrupted", message };
      if (attempts >= UNREACHABLE) return { status: "failed", error };
      return { status: "waiting", nextAt: Date.now() + 1000 * attempts, error };
    }
  }

  async #handOver<T>(row: number, to: (payload: Uint8Array) => Promise<T>): Promise<T> {
    const over = async () => {
      const payload = this.#rows.payload(row);
      if (payload === null) throw new Error("the payload is gone");
      return await to(payload);
    };
    if ((this.#rows.payloadSize(row) ?? 0) <= LARGE) return await over();
    const handed = this.#large.then(over);
    this.#large = handed.catch(() => {});
    return await handed;
  }

  /** Keeps a payload as a row of its own; one that can't be read, as a row that has failed. */
  #take(payload: Uint8Array, where: string): void {
    try {
      this.#rows.add(conversationIn(payload), payload);
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error;
      this.#rows.addUnreadable(unreadable(error, where));
    }
  }

  /** The next page of a backfill, unless there is enough to do. */
  async #fetchMore(): Promise<void> {
    const { range } = this.#settings();
    if (range === null || this.#fact("fetched") !== null) return;
    if ((this.#moreAt() ?? Number.POSITIVE_INFINITY) > Date.now()) return;
    try {
      const backfill = new Backfill(this.env, range);
      const next = await backfill.page(this.#fact("cursor"), {
        isKnown: (conversation) => this.#rows.has(conversation),
        take: (payload) => {
          if (this.#fact("state") === "running") this.#take(payload, "");
        },
      });
      if (next === null) this.#remember("fetched", "yes");
      else this.#remember("cursor", next);
      this.#trouble(null);
    } catch (error) {
      if (error instanceof NotNow) this.#trouble({ ...error.trouble, until: new Date(error.until).toISOString() });
      else {
        const { code, message } = Backfill.failure(error);
        log("warn", "backfill-failed", { job: this.#settings().id, code });
        // What came before it is sent.
        this.#trouble({ code, message, until: null });
        this.#remember("fetched", "no");
      }
    }
    this.#rows.changed();
    this.#changed();
  }

  /** When a backfill fetches again; null when it has everything, or enough for now. */
  #moreAt(): number | null {
    if (this.#settings().range === null || this.#fact("fetched") !== null) return null;
    if (this.#rows.counts().waiting >= ENOUGH) return null;
    const until = this.#job().trouble?.until;
    return until == null ? Date.now() : Date.parse(until);
  }

  /** The job when it has changed; null when it has not for a while. */
  async #next(told: number, first: boolean): Promise<Job | null> {
    if (!first) await new Promise((resolve) => setTimeout(resolve, EVENTS.shortest));
    const end = Date.now() + EVENTS.longest;
    for (;;) {
      const job = this.#job();
      if (job.version > told || hasEnded(job)) return job;
      const left = end - Date.now();
      if (left <= 0) return null;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.#watching.delete(done);
          resolve();
        };
        const timer = setTimeout(done, left);
        this.#watching.add(done);
      });
    }
  }

  #changed(): void {
    for (const done of [...this.#watching]) done();
  }

  #make(settings: JobSettings, state: JobState): void {
    this.ctx.storage.transactionSync(() => {
      this.#remember("settings", JSON.stringify(settings));
      this.#remember("createdAt", new Date().toISOString());
      this.#remember("state", state);
      this.#rows.changed();
    });
  }

  #become(state: JobState): void {
    this.ctx.storage.transactionSync(() => {
      this.#remember("state", state);
      this.#remember("endedAt", state === "running" ? "" : new Date().toISOString());
      this.#rows.changed();
    });
    this.#changed();
  }

  async #break(code: string, message: string): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    this.#rows.clear();
    this.#trouble({ code, message, until: null });
    this.#become("broken");
  }

  #trouble(trouble: Job["trouble"]): void {
    this.#remember("trouble", JSON.stringify(trouble));
  }

  #job(): Job {
    const { id, options, concurrency, range } = this.#settings();
    return {
      id,
      kind: range === null ? "bulk" : "backfill",
      state: this.#fact("state") as JobState,
      createdAt: this.#fact("createdAt") ?? "",
      endedAt: this.#fact("endedAt") || null,
      concurrency,
      options,
      range,
      counts: this.#rows.counts(),
      version: this.#rows.version(),
      trouble: JSON.parse(this.#fact("trouble") ?? "null"),
    };
  }

  #settings(): JobSettings {
    return JSON.parse(this.#fact("settings") ?? "null");
  }

  #fact(name: string): string | null {
    const rows = this.ctx.storage.sql.exec<{ value: string }>("SELECT value FROM fact WHERE name = ?", name);
    return [...rows][0]?.value ?? null;
  }

  #remember(name: string, value: string): void {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO fact VALUES (?, ?)", name, value);
  }
}

const unreadable = ({ code, message }: PayloadError, where: string) => ({ code, message: where + message });

const hasEnded = ({ state, counts }: Job): boolean =>
  state === "done" || state === "broken" || (state === "cancelled" && counts.running === 0);
