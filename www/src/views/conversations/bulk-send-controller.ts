import type { Book } from "./conversations-store.ts";
import { hasEnded, Job, type JobAnswer, type Server } from "./job-watcher.ts";
import type { Row } from "./row.ts";

/** How a send of many is to go. */
export interface SendChoices {
  existing: "keep" | "fill" | "overwrite";
  onlyIfChanged: boolean;
}

/** The job that is under way, or ended last; at most one is watched. */
export class Sending {
  readonly #server: Server;
  readonly #book: Book;
  readonly #changed: () => void;
  readonly #origin: string;
  #job: Job | null = null;
  /** The rows that were sent from here, in the job's order; null when the job was made elsewhere. */
  #rows: readonly Row[] | null = null;
  answer: JobAnswer | null = null;
  /** So many payloads are handed over; null when none are. */
  uploading: number | null = null;
  /** The worker was asked to cancel, and has not answered yet. */
  cancelling = false;
  /** Why the worker can't be heard at the moment. */
  connection: string | null = null;

  /** @param origin What rows are called that only the worker knew. */
  constructor(server: Server, book: Book, origin: string, changed: () => void) {
    this.#server = server;
    this.#book = book;
    this.#origin = origin;
    this.#changed = changed;
  }

  /** Whether something is under way. */
  get busy(): boolean {
    return this.uploading !== null || (this.answer !== null && !hasEnded(this.answer));
  }

  /** Hands these conversations to the worker, which sends them, and watches it. */
  async send(rows: readonly Row[], { existing, onlyIfChanged }: SendChoices): Promise<void> {
    if (this.busy || rows.length === 0) return;
    this.close();
    this.uploading = rows.length;
    this.#changed();
    try {
      const body = await this.#book.library.body(rows.map(({ key }) => key));
      const query = new URLSearchParams({ existing, ...(onlyIfChanged ? { onlyIfChanged: "1" } : {}) });
      const job = await this.#server.json<JobAnswer>(`api/bulk?${query}`, { method: "POST", body });
      for (const row of rows) row.sending = { progress: "waiting", created: null, url: null, error: null };
      this.#rows = rows;
      this.#follow(job);
    } finally {
      this.uploading = null;
      this.#changed();
    }
  }

  /** Lets the worker fetch conversations from Userlike, and send them. */
  async backfill(from: string, to: string): Promise<void> {
    if (this.busy) return;
    this.close();
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ from, to });
    this.#follow(await this.#server.json<JobAnswer>("api/backfill", { method: "POST", headers, body }));
  }

  /** Watches the newest job, if it is still under way: the page may have been closed meanwhile. */
  async resume(): Promise<void> {
    if (this.#job !== null || this.busy) return;
    const { jobs } = await this.#server.json<{ jobs: JobAnswer[] }>("api/bulk?limit=5");
    const running = jobs.find((job) => !hasEnded(job) && job.state !== "receiving");
    if (running !== undefined && this.#job === null && !this.busy) this.#follow(running);
  }

  async cancel(): Promise<void> {
    this.cancelling = true;
    this.#changed();
    try {
      await this.#job?.cancel();
    } finally {
      this.cancelling = false;
      this.#changed();
    }
  }

  async retry(): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    await job.retry();
    this.#watch(job);
  }

  /** Takes the job off the page; the worker goes on with it. */
  close(): void {
    this.#job?.leave();
    this.#job = null;
    this.#rows = null;
    this.answer = null;
    this.connection = null;
    this.#changed();
  }

  #follow(answer: JobAnswer): void {
    const job: Job = new Job(this.#server, answer, {
      progress: (answer) => {
        if (this.#job !== job) return;
        this.answer = answer;
        this.#changed();
      },
      rows: (rows) => {
        if (this.#job === job) this.#book.progress(rows, this.#rows, this.#origin);
      },
      connection: (error) => {
        if (this.#job !== job) return;
        this.connection = error?.message ?? null;
        this.#changed();
      },
    });
    this.#job = job;
    this.answer = answer;
    this.#changed();
    this.#watch(job);
  }

  #watch(job: Job): void {
    job.watch().catch((error) => {
      if (this.#job !== job) return;
      this.connection = (error as Error).message;
      this.#changed();
    });
  }
}
