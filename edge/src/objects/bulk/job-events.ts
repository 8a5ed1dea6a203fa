import type { Job } from "../../../../contract/jobs.ts";
import { hasEnded } from "./job-record.ts";

/** Shortest time between two events of a stream, in milliseconds. */
const MIN_INTERVAL = 250;
/** Longest time without an event before a comment keeps the connection open, in milliseconds. */
const KEEP_ALIVE = 15_000;

/** The progress of a job as streams of server-sent events. */
export class JobEvents {
  readonly #readJob: () => Job;
  /** Streams that wait for a change. */
  readonly #listeners = new Set<() => void>();

  constructor(readJob: () => Job) {
    this.#readJob = readJob;
  }

  /** Wakes the streams after a change of the job. */
  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Streams the changes after the version `after` until the job has ended. */
  stream(after: number): ReadableStream<Uint8Array> {
    let sent = after;
    let isFirst = true;
    const encoder = new TextEncoder();
    return new ReadableStream({
      type: "bytes",
      pull: async (controller) => {
        const job = await this.#nextChange(sent, isFirst);
        isFirst = false;
        if (job === null) {
          controller.enqueue(encoder.encode(": keep-alive\n\n"));
          return;
        }
        sent = job.version;
        const event = hasEnded(job) ? "end" : "progress";
        controller.enqueue(encoder.encode(`id: ${job.version}\nevent: ${event}\ndata: ${JSON.stringify(job)}\n\n`));
        if (event === "end") controller.close();
      },
    });
  }

  /** Returns the job once its version is above `sent`; null after a time without a change. */
  async #nextChange(sent: number, isFirst: boolean): Promise<Job | null> {
    if (!isFirst) await new Promise((resolve) => setTimeout(resolve, MIN_INTERVAL));
    const end = Date.now() + KEEP_ALIVE;
    for (;;) {
      const job = this.#readJob();
      if (job.version > sent || hasEnded(job)) return job;
      const left = end - Date.now();
      if (left <= 0) return null;
      await this.#change(left);
    }
  }

  #change(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeout);
      this.#listeners.add(done);
    });
  }
}
