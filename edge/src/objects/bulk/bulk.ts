import { DurableObject } from "cloudflare:workers";
import { PayloadError } from "userlike-limeobject";
import { conversations } from "userlike-limeobject/stream";
import type { ErrorCode, ErrorSummary } from "../../../../contract/errors.ts";
import type { Job, JobRow, RowStatus } from "../../../../contract/jobs.ts";
import { currentRateLimit } from "../../crm/lime-client.ts";
import { conversationOf, type Env } from "../../platform/env.ts";
import { HttpError } from "../../platform/http.ts";
import { errorName, log } from "../../platform/log.ts";
import { flush } from "../../platform/metrics.ts";
import { timing } from "../../platform/variables.ts";
import { conversationId, readCallback } from "../../userlike/callback.ts";
import { ConversationsApi, UserlikeUnavailable } from "../../userlike/conversations-api.ts";
import { JobEvents } from "./job-events.ts";
import { JobRecord } from "./job-record.ts";
import { RowSender } from "./row-sender.ts";
import { Rows } from "./rows.ts";
import type { JobSettings } from "./types.ts";

/** Limits of one alarm: number of rows, and time in milliseconds. The next alarm continues. */
const SLICE = { rows: 500, time: 120_000 };
/** A backfill stops fetching while this many conversations wait. */
const MAX_WAITING = 200;
/** Interval at which a running job reads Lime CRM's rate limit, in milliseconds. */
const RATE_LIMIT_INTERVAL = 2000;
/** A job says that it waits for the rate limit when the wait is this long, in milliseconds. */
const MIN_RATE_LIMIT_WAIT = 5000;

const UPLOAD_RESTARTED = "the worker was restarted before the upload had ended, so nothing was sent; send it again";
const UPLOAD_INTERRUPTED = "the upload was interrupted before its end, so nothing was sent; send it again";

/** One job: many conversations, sent through their own objects, a few at a time. The object's name is the job's id. */
export class Bulk extends DurableObject<Env> {
  readonly #rows: Rows;
  readonly #record: JobRecord;
  readonly #sender: RowSender;
  readonly #events: JobEvents;
  /** Whether an upload is being read in this process. */
  #receiving = false;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.#rows = new Rows(context.storage);
    this.#record = new JobRecord(context.storage, this.#rows);
    this.#sender = new RowSender(env, this.#rows);
    this.#events = new JobEvents(() => this.#record.job());
  }

  /** Creates a job from an upload, and starts it when the upload is complete. */
  async receive(settings: JobSettings, body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Job> {
    this.#record.create(settings, "receiving");
    this.#receiving = true;
    await this.#setAlarm(timing(this.env).resume);
    try {
      for await (const { line, bytes, error } of conversations(body, { maxBytes })) {
        const position = `line ${line}: `;
        if (error === undefined) this.#add(bytes, position);
        else if (error.code === "too-large") this.#rows.addUnreadable(atPosition(error, position));
        else throw error;
      }
      this.#setState("running");
      await this.#setAlarm(0);
    } catch (error) {
      if (error instanceof PayloadError) {
        await this.#failUpload("invalid-json-list", `line ${error.line}: ${error.message}; nothing was sent`);
      } else await this.#failUpload("upload-interrupted", UPLOAD_INTERRUPTED);
    } finally {
      this.#receiving = false;
    }
    return this.#record.job();
  }

  /** Creates a backfill, which fetches its conversations itself. */
  async startBackfill(settings: JobSettings): Promise<Job> {
    this.#record.create(settings, "running");
    await this.#setAlarm(0);
    return this.#record.job();
  }

  /** The job; null when it does not exist. */
  job(): Job | null {
    return this.#record.exists ? this.#record.job() : null;
  }

  rows(status: RowStatus | null, after: number, limit: number): JobRow[] {
    return this.#rows.list(status, after, limit);
  }

  /** Cancels the rows that are not running. Returns false when the job is not running. */
  async cancel(): Promise<boolean> {
    if (this.#record.state !== "running") return false;
    this.#setState("cancelled");
    const accepted = this.#rows.cancel();
    this.#events.notify();
    // Their conversations would start them again by themselves.
    for (const { conversation, send } of accepted) await conversationOf(this.env, conversation).cancel(send);
    return true;
  }

  /**
   * Retries the failed rows, and a backfill that ended with an error. Returns the number of rows; null while the upload is read, or when
   * it failed.
   */
  async retry(): Promise<number | null> {
    const { state, fetched } = this.#record;
    if (state === "receiving" || state === "failed") return null;
    const rows = this.#rows.retry();
    if (fetched === "failed") {
      this.#record.setFetched(null);
      this.#record.setError(null);
    }
    if (rows > 0 || fetched === "failed") {
      this.#setState("running");
      await this.#setAlarm(0);
    }
    return rows;
  }

  /** Progress as server-sent events, from the first change after this version to the end of the job. */
  events(after: number): ReadableStream<Uint8Array> {
    return this.#events.stream(after);
  }

  override async alarm(): Promise<void> {
    const { resume } = timing(this.env);
    const { state } = this.#record;
    if (state === "receiving") {
      if (this.#receiving) await this.#setAlarm(resume);
      else await this.#failUpload("upload-interrupted", UPLOAD_RESTARTED);
      return;
    }
    if (state !== "running") return;
    // If the process ends or anything throws, the next alarm continues.
    await this.#setAlarm(resume);
    try {
      await this.#runSlice();
    } catch (error) {
      log("error", "bulk-error", { job: this.#record.settings.id, error: errorName(error) });
      return;
    }
    await flush(this.env);
    await this.#scheduleNext();
  }

  async #runSlice(): Promise<void> {
    this.#rows.releaseRunning();
    const { settings } = this.#record;
    const end = Date.now() + SLICE.time;
    let left = SLICE.rows;
    const sendRows = async () => {
      while (left > 0 && Date.now() < end && this.#record.state === "running") {
        left -= 1;
        const row = this.#rows.claim();
        if (row === null) return;
        this.#rows.setResult(row.row, await this.#sender.send(settings, row));
        this.#events.notify();
        // Where all objects share one thread (wrangler dev), calls between objects run before requests from outside; a timer lets
        // these have their turn.
        await scheduler.wait(0);
      }
    };
    const finished = new AbortController();
    const watching = this.#watchRateLimit(finished.signal);
    try {
      await Promise.all([...Array.from({ length: settings.concurrency }, sendRows), this.#fetchPage()]);
    } finally {
      finished.abort();
      await watching;
    }
  }

  /** Keeps the time until which Lime CRM's rate limit is used up, while a slice runs: nothing else of the job changes in that time. */
  async #watchRateLimit(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // The job runs without it, too.
      const status = await currentRateLimit(this.env).catch(() => null);
      this.#setRateLimitWait(status?.bulkWait ?? 0);
      await scheduler.wait(RATE_LIMIT_INTERVAL, { signal }).catch(() => {});
    }
  }

  #setRateLimitWait(wait: number): void {
    const known = this.#record.rateLimitedUntil;
    const until = wait < MIN_RATE_LIMIT_WAIT ? null : Date.now() + wait;
    // The estimate varies a little with each reading.
    const isSame =
      until === null || known === null ? until === known : Math.abs(until - Date.parse(known)) < RATE_LIMIT_INTERVAL;
    if (isSame) return;
    this.#record.setRateLimitedUntil(until === null ? null : new Date(until).toISOString());
    this.#events.notify();
  }

  /** Sets the alarm for the next slice, or ends the job. */
  async #scheduleNext(): Promise<void> {
    if (this.#record.state !== "running") return await this.ctx.storage.deleteAlarm();
    const times = [this.#rows.nextAt(), this.#nextFetchAt()].filter((time) => time !== null);
    if (times.length > 0) {
      const delay = Math.max(0, Math.min(...times) - Date.now());
      // The rows wait for their next attempts, not for the rate limit.
      if (delay > RATE_LIMIT_INTERVAL) this.#setRateLimitWait(0);
      return await this.#setAlarm(delay);
    }
    await this.ctx.storage.deleteAlarm();
    this.#setState("done");
    const { done, failed } = this.#rows.counts();
    log("info", "bulk-done", { job: this.#record.settings.id, done, failed });
  }

  /** Adds a payload as a row; an unreadable one as a failed row. */
  #add(payload: Uint8Array, position: string): void {
    try {
      this.#rows.add(conversationId(readCallback(payload)), payload);
    } catch (error) {
      if (!(error instanceof PayloadError || error instanceof HttpError)) throw error;
      this.#rows.addUnreadable(atPosition(error, position));
    }
  }

  /** Fetches the next page of a backfill, if it is due. */
  async #fetchPage(): Promise<void> {
    const { settings, cursor } = this.#record;
    const dueAt = this.#nextFetchAt();
    if (settings.range === null || dueAt === null || dueAt > Date.now()) return;
    try {
      const api = new ConversationsApi(this.env, settings.range);
      const next = await api.readPage(cursor, {
        isKnown: (conversation) => this.#rows.has(conversation),
        add: (payload) => {
          if (this.#record.state === "running") this.#add(payload, "");
        },
      });
      if (next === null) this.#record.setFetched("complete");
      else this.#record.setCursor(next);
      this.#record.setError(null);
    } catch (error) {
      if (error instanceof UserlikeUnavailable) {
        this.#record.setError({ ...error.error, retryAt: new Date(error.retryAt).toISOString() });
      } else {
        const description = ConversationsApi.describe(error);
        log("warn", "backfill-failed", { job: settings.id, code: description.code });
        // The conversations fetched so far are sent.
        this.#record.setError({ ...description, retryAt: null });
        this.#record.setFetched("failed");
      }
    }
    this.#rows.increaseVersion();
    this.#events.notify();
  }

  /** When a backfill fetches its next page; null when it has all pages, or enough conversations for now. */
  #nextFetchAt(): number | null {
    const { settings, fetched, error } = this.#record;
    if (settings.range === null || fetched !== null) return null;
    if (this.#rows.counts().waiting >= MAX_WAITING) return null;
    return error?.retryAt == null ? Date.now() : Date.parse(error.retryAt);
  }

  async #failUpload(code: ErrorCode, message: string): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    this.#rows.clear();
    this.#record.setError({ code, message, retryAt: null });
    this.#setState("failed");
  }

  #setState(state: Job["state"]): void {
    this.#record.setState(state);
    this.#events.notify();
  }

  async #setAlarm(delay: number): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + delay);
  }
}

const atPosition = ({ code, message }: PayloadError | HttpError, position: string): ErrorSummary => ({
  code,
  message: position + message,
});
