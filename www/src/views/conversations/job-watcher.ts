import type { Api } from "../../api/api.ts";
import type { Progress, Sending } from "./row.ts";
import { EventReader } from "./server-events.ts";

/** What the worker says about a job: `GET /api/bulk/:id`. */
export interface JobAnswer {
  id: string;
  kind: "bulk" | "backfill";
  state: "receiving" | "running" | "done" | "cancelled" | "broken";
  createdAt: string;
  endedAt: string | null;
  counts: Record<"total" | "waiting" | "running" | "done" | "failed" | "cancelled" | "created" | "updated", number>;
  version: number;
  trouble: { code: string; message: string; until: string | null } | null;
}

/** What the worker says about one conversation of a job: `GET /api/bulk/:id/rows`. */
export interface JobRow extends Omit<Sending, "progress"> {
  row: number;
  conversation: number | null;
  status: Progress;
  attempts: number;
}

/** The worker's API, as far as it is needed here. */
export type Server = Pick<Api, "json" | "fetch">;

export interface JobEvents {
  /** The counts have changed. */
  progress: (job: JobAnswer) => void;
  rows: (rows: readonly JobRow[]) => void;
  /** The connection to the worker is gone; it is tried again. Null: it is back. */
  connection: (error: Error | null) => void;
}

/** Rows that are asked for at once. */
const PAGE = 1000;
/** The shortest time between two looks at the rows, in milliseconds. */
const PAUSE = 700;
/** After a broken connection, in milliseconds: the first time, and at most. */
const AGAIN = { first: 1000, most: 15_000 };

/** One job of the worker, watched until it has ended. */
export class Job {
  readonly #server: Server;
  readonly #events: JobEvents;
  readonly #abort = new AbortController();
  #answer: JobAnswer;
  /** All rows up to this one have ended. */
  #settled = 0;
  #looking: Promise<void> | null = null;
  #lookAgain = false;

  constructor(server: Server, answer: JobAnswer, events: JobEvents) {
    this.#server = server;
    this.#answer = answer;
    this.#events = events;
  }

  get answer(): JobAnswer {
    return this.#answer;
  }

  get ended(): boolean {
    return hasEnded(this.#answer);
  }

  /** Follows the job to its end; after that, the rows are as they stay. */
  async watch(): Promise<void> {
    const { signal } = this.#abort;
    let pause = AGAIN.first;
    while (!signal.aborted) {
      try {
        if (await this.#listen()) break;
        pause = AGAIN.first;
      } catch (error) {
        if (signal.aborted) return;
        this.#events.connection(error as Error);
      }
      await wait(pause, signal);
      pause = Math.min(pause * 2, AGAIN.most);
    }
  }

  /** Nothing is heard of it any more; it goes on. */
  leave(): void {
    this.#abort.abort();
  }

  /** What has not begun is not sent. */
  async cancel(): Promise<void> {
    this.#tell(await this.#server.json<JobAnswer>(`api/bulk/${this.#answer.id}/cancel`, { method: "POST" }));
  }

  /** Sends what has failed once more. Follow it with `watch`. */
  async retry(): Promise<void> {
    this.#settled = 0;
    this.#tell(await this.#server.json<JobAnswer>(`api/bulk/${this.#answer.id}/retry`, { method: "POST" }));
  }

  /** One connection's events; true when the job has ended. */
  async #listen(): Promise<boolean> {
    const { signal } = this.#abort;
    const path = `api/bulk/${this.#answer.id}/events`;
    const answer = await this.#server.fetch(path, { signal });
    this.#events.connection(null);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (reader === undefined) return false;
    const events = new EventReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return this.ended;
      signal.throwIfAborted();
      for (const { event, data } of events.push(value)) {
        if (event !== "progress" && event !== "end") continue;
        const answer = JSON.parse(data) as JobAnswer;
        if (event === "progress") {
          this.#tell(answer);
          void this.#look().catch(() => {});
          continue;
        }
        // Whoever hears that it has ended finds every row as it is at last.
        this.#answer = answer;
        await this.#look();
        this.#tell(answer);
        return true;
      }
    }
  }

  #tell(answer: JobAnswer): void {
    this.#answer = answer;
    this.#events.progress(answer);
  }

  /** Asks for the rows that may have changed; who asks meanwhile gets another look after that. */
  #look(): Promise<void> {
    this.#lookAgain = true;
    this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOn(): Promise<void> {
    while (this.#lookAgain) {
      this.#lookAgain = false;
      await this.#lookOnce();
      if (!this.ended) await wait(PAUSE, this.#abort.signal);
    }
  }

  /** Rows have their turn in order, so those far behind one that was not touched were not, either. */
  async #lookOnce(): Promise<void> {
    const { id } = this.#answer;
    let after = this.#settled;
    let unbroken = true;
    for (;;) {
      const path = `api/bulk/${id}/rows?limit=${PAGE}&after=${after}`;
      const { rows } = await this.#server.json<{ rows: JobRow[] }>(path, { signal: this.#abort.signal });
      this.#events.rows(rows);
      for (const { row, status } of rows) {
        unbroken &&= status !== "waiting" && status !== "running";
        if (unbroken) this.#settled = row;
        after = row;
      }
      const untouched = rows.every(({ status, attempts }) => status === "waiting" && attempts === 0);
      if (rows.length < PAGE || (untouched && !this.ended)) return;
    }
  }
}

export const hasEnded = ({ state, counts }: JobAnswer): boolean =>
  state === "done" || state === "broken" || (state === "cancelled" && counts.running === 0);

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
