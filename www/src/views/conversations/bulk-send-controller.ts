import type { UpdatePolicy } from "userlike-limeobject";
import type { Job } from "../../../../contract/jobs.ts";
import { batch, computed, type ReadonlySignal, Signal } from "../../platform/signal.ts";
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
  #watcher: JobWatcher | null = null;
  /** Keys of the rows sent from this page, in the job's order; null for a job created elsewhere. */
  #keys: readonly number[] | null = null;
  readonly #job = new Signal<Job | null>(null);
  readonly #uploading = new Signal<number | null>(null);
  readonly #isCancelling = new Signal(false);
  readonly #connectionError = new Signal<Error | null>(null);
  readonly job: ReadonlySignal<Job | null> = this.#job;
  /** Number of payloads being uploaded; null when there is no upload. */
  readonly uploading: ReadonlySignal<number | null> = this.#uploading;
  /** Whether a cancellation was requested and not yet answered. */
  readonly isCancelling: ReadonlySignal<boolean> = this.#isCancelling;
  /** Why the worker cannot be reached at the moment. */
  readonly connectionError: ReadonlySignal<Error | null> = this.#connectionError;
  /** Whether an upload or a job is running. */
  readonly isBusy = computed(
    () => this.#uploading.value !== null || (this.#job.value !== null && !hasEnded(this.#job.value)),
  );

  constructor(api: ApiClient, conversations: ConversationsStore) {
    this.#api = api;
    this.#conversations = conversations;
  }

  /** Uploads conversations to the worker and watches the job that sends them. */
  async send(rows: readonly ConversationRow[], { existing, onlyIfChanged }: BulkSendOptions): Promise<void> {
    if (this.isBusy.value || rows.length === 0) return;
    this.close();
    const keys = rows.map(({ key }) => key);
    this.#uploading.value = rows.length;
    try {
      const body = await this.#conversations.payloads.body(keys);
      const query = { existing, ...(onlyIfChanged ? { onlyIfChanged } : {}) };
      const job = await this.#api.json("POST /api/bulk", { query, body });
      this.#conversations.setSendState(keys, { progress: "waiting", created: null, url: null, error: null });
      this.#keys = keys;
      this.#watchJob(job);
    } finally {
      this.#uploading.value = null;
    }
  }

  /** Starts a backfill: the worker fetches conversations from Userlike and sends them. */
  async backfill(from: string, to: string): Promise<void> {
    if (this.isBusy.value) return;
    this.close();
    this.#watchJob(await this.#api.json("POST /api/backfill", { body: { from, to } }));
  }

  /** Watches the newest running job, after the page was reloaded for example. */
  async resume(): Promise<void> {
    if (this.#watcher !== null || this.isBusy.value) return;
    const { jobs } = await this.#api.json("GET /api/bulk", { query: { limit: 5 } });
    const running = jobs.find((job) => !hasEnded(job) && job.state !== "receiving");
    if (running !== undefined && this.#watcher === null && !this.isBusy.value) this.#watchJob(running);
  }

  async cancel(): Promise<void> {
    this.#isCancelling.value = true;
    try {
      await this.#watcher?.cancel();
    } finally {
      this.#isCancelling.value = false;
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
    this.#keys = null;
    batch(() => {
      this.#job.value = null;
      this.#connectionError.value = null;
    });
  }

  #watchJob(answer: Job): void {
    const job: JobWatcher = new JobWatcher(this.#api, answer, {
      progress: (answer) => {
        if (this.#watcher === job) this.#job.value = answer;
      },
      rows: (rows) => {
        if (this.#watcher === job) this.#conversations.applyJobRows(rows, this.#keys);
      },
      connection: (error) => {
        if (this.#watcher === job) this.#connectionError.value = error;
      },
    });
    this.#watcher = job;
    this.#job.value = answer;
    this.#watch(job);
  }

  #watch(job: JobWatcher): void {
    job.watch().catch((error) => {
      if (this.#watcher === job) this.#connectionError.value = error as Error;
    });
  }
}
