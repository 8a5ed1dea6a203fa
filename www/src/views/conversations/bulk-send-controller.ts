import type { UpdatePolicy } from "userlike-limeobject";
import type { Job } from "../../../../contract/jobs.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { type ApiClient, hasEnded, JobWatcher } from "./job-watcher.ts";
import type { ConversationRow } from "./row.ts";

/** Options of a bulk send. */
export interface BulkSendOptions {
  existing: UpdatePolicy;
  onlyIfChanged: boolean;
}

/** The running job, or the last one; at most one job is watched. */
export class BulkSendController {
  readonly #api: ApiClient;
  readonly #conversations: ConversationsStore;
  readonly #changed: () => void;
  readonly #origin: string;
  #watcher: JobWatcher | null = null;
  /** Rows sent from this page, in the job's order; null for a job created elsewhere. */
  #rows: readonly ConversationRow[] | null = null;
  job: Job | null = null;
  /** Number of payloads being uploaded; null when there is no upload. */
  uploading: number | null = null;
  /** Whether a cancellation was requested and not yet answered. */
  isCancelling = false;
  /** Why the worker cannot be reached at the moment. */
  connectionError: string | null = null;

  /** @param origin Origin shown for rows that only the worker knows. */
  constructor(api: ApiClient, conversations: ConversationsStore, origin: string, changed: () => void) {
    this.#api = api;
    this.#conversations = conversations;
    this.#origin = origin;
    this.#changed = changed;
  }

  /** Whether an upload or a job is running. */
  get isBusy(): boolean {
    return this.uploading !== null || (this.job !== null && !hasEnded(this.job));
  }

  /** Uploads conversations to the worker and watches the job that sends them. */
  async send(rows: readonly ConversationRow[], { existing, onlyIfChanged }: BulkSendOptions): Promise<void> {
    if (this.isBusy || rows.length === 0) return;
    this.close();
    this.uploading = rows.length;
    this.#changed();
    try {
      const body = await this.#conversations.payloads.body(rows.map(({ key }) => key));
      const query = { existing, ...(onlyIfChanged ? { onlyIfChanged } : {}) };
      const job = await this.#api.json("POST /api/bulk", { query, body });
      for (const row of rows) row.send = { progress: "waiting", created: null, url: null, error: null };
      this.#rows = rows;
      this.#watchJob(job);
    } finally {
      this.uploading = null;
      this.#changed();
    }
  }

  /** Starts a backfill: the worker fetches conversations from Userlike and sends them. */
  async backfill(from: string, to: string): Promise<void> {
    if (this.isBusy) return;
    this.close();
    this.#watchJob(await this.#api.json("POST /api/backfill", { body: { from, to } }));
  }

  /** Watches the newest running job, after the page was reloaded for example. */
  async resume(): Promise<void> {
    if (this.#watcher !== null || this.isBusy) return;
    const { jobs } = await this.#api.json("GET /api/bulk", { query: { limit: 5 } });
    const running = jobs.find((job) => !hasEnded(job) && job.state !== "receiving");
    if (running !== undefined && this.#watcher === null && !this.isBusy) this.#watchJob(running);
  }

  async cancel(): Promise<void> {
    this.isCancelling = true;
    this.#changed();
    try {
      await this.#watcher?.cancel();
    } finally {
      this.isCancelling = false;
      this.#changed();
    }
  }

  async retry(): Promise<void> {
    const job = this.#watcher;
    if (job === null) return;
    await job.retry();
    this.#watch(job);
  }

  /** Stops showing the job; the worker continues it. */
  close(): void {
    this.#watcher?.dispose();
    this.#watcher = null;
    this.#rows = null;
    this.job = null;
    this.connectionError = null;
    this.#changed();
  }

  #watchJob(answer: Job): void {
    const job: JobWatcher = new JobWatcher(this.#api, answer, {
      progress: (answer) => {
        if (this.#watcher !== job) return;
        this.job = answer;
        this.#changed();
      },
      rows: (rows) => {
        if (this.#watcher === job) this.#conversations.applyJobRows(rows, this.#rows, this.#origin);
      },
      connection: (error) => {
        if (this.#watcher !== job) return;
        this.connectionError = error?.message ?? null;
        this.#changed();
      },
    });
    this.#watcher = job;
    this.job = answer;
    this.#changed();
    this.#watch(job);
  }

  #watch(job: JobWatcher): void {
    job.watch().catch((error) => {
      if (this.#watcher !== job) return;
      this.connectionError = (error as Error).message;
      this.#changed();
    });
  }
}
