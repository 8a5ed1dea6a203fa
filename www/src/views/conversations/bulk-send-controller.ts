import type { UpdatePolicy } from "userlike-limeobject";
import type { Job } from "../../../../contract/jobs.ts";
import { ApiError } from "../../api/error.ts";
import type { UploadProgress } from "../../api/upload.ts";
import { batch, computed, type ReadonlySignal, Signal } from "../../platform/signal.ts";
import { forgetJob, keepJob, keptJob } from "./begun-job.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { type ApiClient, hasEnded, JobWatcher } from "./job-watcher.ts";
import { findJob, type JobRequest, knownJobs } from "./lost-request.ts";
import type { ConversationRow } from "./row.ts";

/** Options of a bulk send. */
export interface BulkSendOptions {
  existing: UpdatePolicy;
  onlyIfChanged: boolean;
}

/** Payloads that are being uploaded. */
export interface Upload {
  readonly conversations: number;
  /** Null until the first byte is on its way. */
  readonly progress: UploadProgress | null;
  readonly isCancelling: boolean;
}

/**
 * A request for a job whose answer was lost, or did not come before the page was left, or that was cancelled. `looking`: the job is
 * being looked up. `unknown`: it could not be looked up. `absent`: it is not there. `cancelled`: it is not there, and can't be any more,
 * because its upload was cancelled before its end.
 */
export interface LostRequest {
  readonly request: JobRequest;
  /** Keys of the rows, in the job's order; null for a backfill. */
  readonly keys: readonly number[] | null;
  /** When the upload was cancelled: before its end, or too late for that. */
  readonly cancelled: "in-time" | "late" | null;
  readonly state: "looking" | "unknown" | "absent" | "cancelled";
}

/** Milliseconds between two looks at a job whose upload is still received, and how many there are. */
const LOOK_AGAIN = { interval: 1500, times: 20 };

/** The running job, or the last one; at most one job is watched. */
export class BulkSendController {
  readonly #api: ApiClient;
  readonly #conversations: ConversationsStore;
  #watcher: JobWatcher | null = null;
  /** Keys of the rows sent from this page, in the job's order; null for a job created elsewhere. */
  #keys: readonly number[] | null = null;
  readonly #job = new Signal<Job | null>(null);
  readonly #upload = new Signal<Upload | null>(null);
  #cancelUpload = new AbortController();
  readonly #isCancelling = new Signal(false);
  readonly #connectionError = new Signal<Error | null>(null);
  readonly #lost = new Signal<LostRequest | null>(null);
  readonly job: ReadonlySignal<Job | null> = this.#job;
  /** Null when there is no upload. */
  readonly upload: ReadonlySignal<Upload | null> = this.#upload;
  /** Whether a cancellation was requested and not yet answered. */
  readonly isCancelling: ReadonlySignal<boolean> = this.#isCancelling;
  /** Why the worker cannot be reached at the moment. */
  readonly connectionError: ReadonlySignal<Error | null> = this.#connectionError;
  /** The last request, when it is not known whether it started a job. */
  readonly lost: ReadonlySignal<LostRequest | null> = this.#lost;
  /** Whether an upload or a job is running, or may be. */
  readonly isBusy = computed(() => {
    const isLost = this.#lost.value?.state === "looking" || this.#lost.value?.state === "unknown";
    return isLost || this.#upload.value !== null || (this.#job.value !== null && !hasEnded(this.#job.value));
  });

  constructor(api: ApiClient, conversations: ConversationsStore) {
    this.#api = api;
    this.#conversations = conversations;
  }

  /** Uploads conversations to the worker and watches the job that sends them. */
  async send(rows: readonly ConversationRow[], { existing, onlyIfChanged }: BulkSendOptions): Promise<void> {
    if (this.isBusy.value || rows.length === 0) return;
    this.close();
    const keys = rows.map(({ key }) => key);
    this.#cancelUpload = new AbortController();
    const { signal } = this.#cancelUpload;
    this.#upload.value = { conversations: rows.length, progress: null, isCancelling: false };
    const conversations = rows.map(({ conversation }) => conversation);
    const query = { existing, ...(onlyIfChanged ? { onlyIfChanged } : {}) };
    try {
      const known = await knownJobs(this.#api);
      const body = await this.#conversations.payloads.body(keys);
      const request = { kind: "bulk", conversations, range: null, known } as const;
      if (signal.aborted) {
        this.#lost.value = { request, keys, cancelled: "in-time", state: "cancelled" };
        return;
      }
      await this.#start(request, keys, () =>
        this.#api.upload("POST /api/bulk", { query, body, signal }, (progress) => {
          const { value } = this.#upload;
          if (value !== null) this.#upload.value = { ...value, progress };
        }),
      );
    } finally {
      this.#upload.value = null;
    }
  }

  /** Cancels the upload. What became of it is looked up: it may have ended already. */
  cancelUpload(): void {
    const { value } = this.#upload;
    if (value === null) return;
    this.#upload.value = { ...value, isCancelling: true };
    this.#cancelUpload.abort();
  }

  /** Starts a backfill: the worker fetches conversations from Userlike and sends them. */
  async backfill(from: string, to: string): Promise<void> {
    if (this.isBusy.value) return;
    this.close();
    const known = await knownJobs(this.#api);
    await this.#start({ kind: "backfill", conversations: null, range: { from, to }, known }, null, () =>
      this.#api.json("POST /api/backfill", { body: { from, to } }),
    );
  }

  /** Looks for the job that the lost request may have started, and watches it. */
  async lookAgain(): Promise<void> {
    const lost = this.#lost.value;
    if (lost === null) return;
    const { request, keys } = lost;
    this.#lost.value = { ...lost, state: "looking" };
    let job: Job | undefined;
    try {
      for (let times = LOOK_AGAIN.times; times > 0; times -= 1) {
        job = await findJob(this.#api, request);
        if (this.#lost.value?.request !== request) return;
        if (job === undefined) break;
        if (job.state !== "receiving") {
          this.#started(job, keys);
          if (lost.cancelled !== null && !hasEnded(job)) await this.cancel();
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN.interval));
      }
      const isCancelled = lost.cancelled === "in-time" && job === undefined;
      if (isCancelled) forgetJob();
      this.#lost.value = { ...lost, state: isCancelled ? "cancelled" : "absent" };
    } catch {
      if (this.#lost.value?.request === request) this.#lost.value = { ...lost, state: "unknown" };
    }
  }

  async #start(request: JobRequest, keys: readonly number[] | null, post: () => Promise<Job>): Promise<void> {
    let job: Job;
    keepJob({ request });
    try {
      job = await post();
    } catch (error) {
      if (!isAnswerLost(error)) {
        forgetJob();
        throw error;
      }
      this.#lost.value = { request, keys, cancelled: this.#cancelled(), state: "looking" };
      return this.lookAgain();
    }
    this.#started(job, keys);
  }

  /** Whether the upload was cancelled: before all of it was on its way, or after that. */
  #cancelled(): LostRequest["cancelled"] {
    const { value } = this.#upload;
    if (value === null || !value.isCancelling) return null;
    const { sent, total } = value.progress ?? { sent: 0, total: 1 };
    return sent < total ? "in-time" : "late";
  }

  #started(job: Job, keys: readonly number[] | null): void {
    batch(() => {
      this.#lost.value = null;
      this.#keys = keys;
      this.#conversations.setSendState(keys ?? [], {
        progress: "waiting",
        created: null,
        missingFiles: null,
        url: null,
        error: null,
      });
      this.#watchJob(job);
    });
  }

  /** Shows the job that was shown before the page was reloaded, or else the newest running one. */
  async resume(): Promise<void> {
    if (this.#lost.value !== null) return this.lookAgain();
    if (this.#watcher !== null || this.isBusy.value) return;
    const begun = keptJob();
    if (begun !== undefined && "request" in begun) {
      this.#lost.value = { request: begun.request, keys: null, cancelled: null, state: "looking" };
      return this.lookAgain();
    }
    if (begun !== undefined) {
      const job = await this.#knownJob(begun.id);
      if (job !== undefined && this.#watcher === null && !this.isBusy.value) return this.#watchJob(job);
    }
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

  /** Sends the failed rows again. When the answer is lost, the job says whether it does. */
  async retry(): Promise<void> {
    const job = this.#watcher;
    if (job === null) return;
    const { version } = job.status;
    try {
      await job.retry();
    } catch (error) {
      if (!isAnswerLost(error)) throw error;
      this.#connectionError.value = error as Error;
      await job.refresh();
      this.#connectionError.value = null;
      // It may have ended again already.
      if (job.hasEnded && job.status.version === version) throw error;
    }
    this.#watch(job);
  }

  /** Returns the job that was shown before the page was reloaded; undefined when it is not there any more. */
  async #knownJob(id: string): Promise<Job | undefined> {
    try {
      return await this.#api.json("GET /api/bulk/:id", { params: { id } });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "no-job")) throw error;
      forgetJob();
      return undefined;
    }
  }

  /** Stops showing the job; the worker continues it. */
  close(): void {
    this.#watcher?.dispose();
    this.#watcher = null;
    this.#keys = null;
    forgetJob();
    batch(() => {
      this.#job.value = null;
      this.#lost.value = null;
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
    keepJob({ id: answer.id });
    this.#job.value = answer;
    // Rows of one that has ended may have been sent again since.
    if (!hasEnded(answer) || this.#keys !== null) this.#watch(job);
  }

  #watch(job: JobWatcher): void {
    job.watch().catch((error) => {
      if (this.#watcher === job) this.#connectionError.value = error as Error;
    });
  }
}

/** Returns whether a request may have been carried out although it failed. */
function isAnswerLost(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.status === 0 || error.code === "no-worker" || error.code === "internal";
}
