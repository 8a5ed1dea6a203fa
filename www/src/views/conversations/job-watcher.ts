import type { Job, JobRow } from "../../../../contract/jobs.ts";
import type { Api } from "../../api/api.ts";
import { ApiError } from "../../api/error.ts";
import { TimeLimit } from "../../api/time-limit.ts";
import { api as t } from "../../i18n/messages/api.ts";
import { ServerEventParser } from "./server-events.ts";

/** The part of the API client that is used here. */
export type ApiClient = Pick<Api, "json" | "fetch" | "upload">;

export interface JobListeners {
  /** Called when the counts have changed. */
  progress: (job: Job) => void;
  rows: (rows: readonly JobRow[]) => void;
  /** Called when the connection is lost and retried; null when it is restored. */
  connection: (error: Error | null) => void;
}

/** Rows per request. */
const ROWS_PER_PAGE = 1000;
/** Minimum milliseconds between two updates of the rows. */
const ROWS_INTERVAL = 700;
/** Seconds without any byte of the events before the connection counts as lost: the worker writes one every 15 seconds. */
const MAX_SILENCE = 40;
/** Delay before reconnecting, in milliseconds; it doubles with each failure. */
const RECONNECT = { initial: 1000, max: 15_000 };

/** Watches one job of the worker until it has ended. */
export class JobWatcher {
  readonly #api: ApiClient;
  readonly #listeners: JobListeners;
  readonly #maxSilence: number;
  readonly #abort = new AbortController();
  #status: Job;
  /** All rows up to this number have ended. */
  #endedUpTo = 0;
  #rowsRequest: Promise<void> | null = null;
  #hasNewProgress = false;

  /** @param maxSilence Seconds without any byte of the events before the connection counts as lost. */
  constructor(api: ApiClient, job: Job, listeners: JobListeners, maxSilence = MAX_SILENCE) {
    this.#api = api;
    this.#status = job;
    this.#listeners = listeners;
    this.#maxSilence = maxSilence;
  }

  get status(): Job {
    return this.#status;
  }

  get hasEnded(): boolean {
    return hasEnded(this.#status);
  }

  /** Watches the job to its end; then all rows have their final state. */
  async watch(): Promise<void> {
    const { signal } = this.#abort;
    let pause = RECONNECT.initial;
    while (!signal.aborted) {
      try {
        if (await this.#readEvents()) break;
        pause = RECONNECT.initial;
      } catch (error) {
        if (signal.aborted) return;
        this.#listeners.connection(error as Error);
      }
      await wait(pause, signal);
      pause = Math.min(pause * 2, RECONNECT.max);
    }
  }

  /** Stops watching; the job continues. */
  dispose(): void {
    this.#abort.abort();
  }

  /** Cancels the rows that have not started. */
  async cancel(): Promise<void> {
    this.#setStatus(await this.#api.json("POST /api/bulk/:id/cancel", { params: this.#status }));
  }

  /** Retries the failed rows. Call `watch` afterwards. */
  async retry(): Promise<void> {
    this.#endedUpTo = 0;
    this.#setStatus(await this.#api.json("POST /api/bulk/:id/retry", { params: this.#status }));
  }

  /** Asks for the state of the job. */
  async refresh(): Promise<void> {
    this.#setStatus(await this.#api.json("GET /api/bulk/:id", { params: this.#status }));
  }

  /** Reads the events of one connection. Returns whether the job has ended. */
  async #readEvents(): Promise<boolean> {
    const limit = new TimeLimit(this.#maxSilence, this.#abort.signal);
    try {
      const { signal } = limit;
      const response = await this.#api.fetch("GET /api/bulk/:id/events", { params: this.#status, signal });
      this.#listeners.connection(null);
      return await this.#readBody(response.body, limit);
    } catch (error) {
      if (!limit.isExceeded) throw error;
      throw new ApiError("unreachable", t("noAnswer", { n: this.#maxSilence }), 0);
    } finally {
      limit.end();
    }
  }

  async #readBody(body: Response["body"], limit: TimeLimit): Promise<boolean> {
    if (body === null) return false;
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const events = new ServerEventParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return this.hasEnded;
      limit.signal.throwIfAborted();
      limit.restart();
      for (const { event, data } of events.push(value)) {
        if (event !== "progress" && event !== "end") continue;
        const job = JSON.parse(data) as Job;
        if (event === "progress") {
          this.#setStatus(job);
          void this.#updateRows().catch(() => {});
          continue;
        }
        limit.end();
        // Update the rows before listeners see the end of the job.
        this.#status = job;
        await this.#updateRows();
        this.#setStatus(job);
        return true;
      }
    }
  }

  #setStatus(answer: Job): void {
    this.#status = answer;
    this.#listeners.progress(answer);
  }

  /** Updates the rows; progress in the meantime causes one further update. */
  #updateRows(): Promise<void> {
    this.#hasNewProgress = true;
    this.#rowsRequest ??= this.#fetchRowsUntilCurrent().finally(() => {
      this.#rowsRequest = null;
    });
    return this.#rowsRequest;
  }

  async #fetchRowsUntilCurrent(): Promise<void> {
    while (this.#hasNewProgress) {
      this.#hasNewProgress = false;
      await this.#fetchChangedRows();
      if (!this.hasEnded) await wait(ROWS_INTERVAL, this.#abort.signal);
    }
  }

  /** Fetches rows that may have changed. Rows start in order, so nothing changed after a page of untouched ones. */
  async #fetchChangedRows(): Promise<void> {
    const { id } = this.#status;
    let after = this.#endedUpTo;
    let isContiguous = true;
    for (;;) {
      const query = { limit: ROWS_PER_PAGE, after };
      const { signal } = this.#abort;
      const { rows } = await this.#api.json("GET /api/bulk/:id/rows", { params: { id }, query, signal });
      this.#listeners.rows(rows);
      for (const { row, status } of rows) {
        isContiguous &&= status !== "waiting" && status !== "running";
        if (isContiguous) this.#endedUpTo = row;
        after = row;
      }
      const untouched = rows.every(({ status, attempts }) => status === "waiting" && attempts === 0);
      if (rows.length < ROWS_PER_PAGE || (untouched && !this.hasEnded)) return;
    }
  }
}

export const hasEnded = ({ state, counts }: Job): boolean =>
  state === "done" || state === "failed" || (state === "cancelled" && counts.running === 0);

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
