import type { Job, JobError, JobState } from "../../../../contract/jobs.ts";
import { KeyValue } from "../../platform/key-value.ts";
import type { Rows } from "./rows.ts";
import type { JobSettings } from "./types.ts";

type Key = "settings" | "createdAt" | "endedAt" | "state" | "error" | "cursor" | "fetched";

/** The stored values of a job beside its rows. */
export class JobRecord {
  readonly #storage: DurableObjectStorage;
  readonly #rows: Rows;
  readonly #values: KeyValue<Key>;
  #rateLimitedUntil: string | null = null;

  constructor(storage: DurableObjectStorage, rows: Rows) {
    this.#storage = storage;
    this.#rows = rows;
    this.#values = new KeyValue(storage.sql);
  }

  create(settings: JobSettings, state: JobState): void {
    this.#storage.transactionSync(() => {
      this.#values.set("settings", JSON.stringify(settings));
      this.#values.set("createdAt", new Date().toISOString());
      this.#values.set("state", state);
      this.#rows.increaseVersion();
    });
  }

  get exists(): boolean {
    return this.#values.get("settings") !== null;
  }

  get settings(): JobSettings {
    return JSON.parse(this.#values.get("settings") ?? "null");
  }

  get state(): JobState | null {
    return this.#values.get("state") as JobState | null;
  }

  setState(state: JobState): void {
    this.#storage.transactionSync(() => {
      this.#values.set("state", state);
      this.#values.set("endedAt", state === "running" ? "" : new Date().toISOString());
      this.#rows.increaseVersion();
    });
  }

  get error(): JobError | null {
    return JSON.parse(this.#values.get("error") ?? "null");
  }

  setError(error: JobError | null): void {
    this.#values.set("error", JSON.stringify(error));
  }

  /** The cursor of the next page of a backfill; null: the first page. */
  get cursor(): string | null {
    return this.#values.get("cursor");
  }

  setCursor(cursor: string): void {
    this.#values.set("cursor", cursor);
  }

  /** Whether a backfill has fetched all pages (`complete`) or ended with an error (`failed`); null while it fetches. */
  get fetched(): "complete" | "failed" | null {
    return this.#values.get("fetched") as "complete" | "failed" | null;
  }

  setFetched(fetched: "complete" | "failed" | null): void {
    if (fetched === null) this.#values.delete("fetched");
    else this.#values.set("fetched", fetched);
  }

  /** Sets the time until which Lime CRM's rate limit is used up; null: requests are sent. Not stored. */
  setRateLimitedUntil(time: string | null): void {
    this.#rateLimitedUntil = time;
    this.#rows.increaseVersion();
  }

  get rateLimitedUntil(): string | null {
    return this.#rateLimitedUntil;
  }

  job(): Job {
    const { id, options, concurrency, range } = this.settings;
    return {
      id,
      kind: range === null ? "bulk" : "backfill",
      state: this.state ?? "failed",
      createdAt: this.#values.get("createdAt") ?? "",
      endedAt: this.#values.get("endedAt") || null,
      concurrency,
      options,
      range,
      counts: this.#rows.counts(),
      version: this.#rows.version(),
      error: this.error,
      rateLimitedUntil: this.state === "running" ? this.#rateLimitedUntil : null,
    };
  }
}

/** Whether nothing of the job changes any more. */
export const hasEnded = ({ state, counts }: Job): boolean =>
  state === "done" || state === "failed" || (state === "cancelled" && counts.running === 0);
