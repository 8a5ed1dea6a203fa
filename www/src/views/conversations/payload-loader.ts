import { ApiError } from "../../api/error.ts";
import { type ReadonlySignal, Signal } from "../../platform/signal.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import type { ApiClient } from "./job-watcher.ts";
import { type ConversationRow, toReadError } from "./row.ts";

/** Number of payloads fetched concurrently. */
const CONCURRENCY = 6;

/** Fetches the payloads of conversations that only the worker has, when they are needed. */
export class PayloadLoader {
  readonly #api: ApiClient;
  readonly #conversations: ConversationsStore;
  readonly #queue = new Set<number>();
  readonly #running = new Map<number, Promise<void>>();
  /** Rows that the worker had no payload of, with the state that they were in: it has one as soon as they are sent. */
  readonly #missing = new Map<number, ConversationRow["send"]>();
  readonly #pending = new Signal(0);
  /** Number of payloads that are queued or being fetched. */
  readonly pending: ReadonlySignal<number> = this.#pending;

  constructor(api: ApiClient, conversations: ConversationsStore) {
    this.#api = api;
    this.#conversations = conversations;
  }

  /** Fetches the payloads of those rows that have none. */
  request(rows: readonly ConversationRow[]): void {
    for (const row of rows) {
      const { key, conversation, summary, readError, send } = row;
      if (summary !== null || readError !== null || conversation === null || this.#running.has(key)) continue;
      if (this.#missing.get(key)?.progress !== send?.progress || !this.#missing.has(key)) this.#queue.add(key);
    }
    for (let idle = CONCURRENCY - this.#running.size; idle > 0 && this.#queue.size > 0; idle -= 1) this.#next();
    this.#count();
  }

  /** Returns the text of a row's payload, fetched if necessary; null when there is none yet. */
  async text(key: number): Promise<string | null> {
    const known = await this.#conversations.payloads.payload(key);
    if (known !== null) return known;
    await (this.#running.get(key) ?? this.#fetch(key));
    return this.#conversations.payloads.payload(key);
  }

  #next(): void {
    const [key] = this.#queue;
    if (key === undefined) return;
    this.#queue.delete(key);
    void this.#fetch(key).finally(() => {
      if (this.#running.size < CONCURRENCY) this.#next();
      this.#count();
    });
  }

  #fetch(key: number): Promise<void> {
    this.#queue.delete(key);
    const fetched = this.#fetchPayload(key).finally(() => this.#running.delete(key));
    this.#running.set(key, fetched);
    this.#count();
    return fetched;
  }

  async #fetchPayload(key: number): Promise<void> {
    const row = this.#conversations.row(key);
    if (row === undefined || row.conversation === null) return;
    try {
      const request = { params: { id: row.conversation }, query: { payload: true } };
      const answer = await this.#api.fetch("GET /api/conversations/:id", request);
      this.#conversations.payloads.add(key, await answer.arrayBuffer(), row);
      this.#missing.delete(key);
    } catch (error) {
      const isMissing = error instanceof ApiError && error.status === 404;
      if (isMissing) this.#missing.set(key, row.send);
      else this.#conversations.setReadError(key, toReadError(error));
    }
  }

  #count(): void {
    this.#pending.value = this.#queue.size + this.#running.size;
  }
}
