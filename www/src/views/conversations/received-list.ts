import type { ConversationsStore, Received } from "./conversations-store.ts";
import type { ApiClient } from "./job-watcher.ts";
import type { ConversationRow } from "./row.ts";

/** Conversations per page of the worker's list. */
const PAGE_SIZE = 200;
/** Number of payloads fetched concurrently. */
const CONCURRENCY = 6;

/** Conversations received by the worker, loaded page by page, and their payloads. */
export class ReceivedList {
  readonly #api: ApiClient;
  readonly #conversations: ConversationsStore;
  readonly #origin: (way: string) => string;
  readonly #changed: () => void;
  readonly #queue: ConversationRow[] = [];
  #running = 0;
  #nextPage: string | null = `api/conversations?limit=${PAGE_SIZE}`;
  /** Whether a page is being fetched. */
  isLoading = false;
  /** Whether the worker has received nothing. */
  isEmpty = false;

  constructor(server: ApiClient, book: ConversationsStore, origin: (way: string) => string, changed: () => void) {
    this.#api = server;
    this.#conversations = book;
    this.#origin = origin;
    this.#changed = changed;
  }

  /** Whether there are older conversations. */
  get hasMore(): boolean {
    return this.#nextPage !== null;
  }

  /** Number of payloads that are queued or being fetched. */
  get pendingCount(): number {
    return this.#queue.length + this.#running;
  }

  /** Reloads the first page. */
  async refresh(): Promise<void> {
    this.#nextPage = `api/conversations?limit=${PAGE_SIZE}`;
    await this.load();
  }

  /** Loads the next page. */
  async load(): Promise<void> {
    if (this.isLoading || this.#nextPage === null) return;
    this.isLoading = true;
    this.#changed();
    try {
      const first = !this.#nextPage.includes("before=");
      const { conversations, next } = await this.#api.json<{ conversations: Received[]; next: string | null }>(
        this.#nextPage,
      );
      // Request paths are relative to the page.
      this.#nextPage = next?.replace(/^\//, "") ?? null;
      this.isEmpty = first && conversations.length === 0;
      this.fetchPayloads(this.#conversations.addReceived(conversations, this.#origin));
    } finally {
      this.isLoading = false;
      this.#changed();
    }
  }

  /** Fetches the payloads of rows, so that they can be opened, checked and sent. */
  fetchPayloads(rows: readonly ConversationRow[]): void {
    this.#queue.push(...rows);
    while (this.#running < CONCURRENCY && this.#queue.length > 0) void this.#fetchQueued();
  }

  async #fetchQueued(): Promise<void> {
    this.#running += 1;
    for (let row = this.#queue.shift(); row !== undefined; row = this.#queue.shift()) {
      try {
        const answer = await this.#api.fetch(`api/conversations/${row.conversation}?payload=1`);
        this.#conversations.payloads.add(row.key, await answer.arrayBuffer());
      } catch (error) {
        row.readError = (error as Error).message;
        this.#conversations.changed();
      }
      this.#changed();
    }
    this.#running -= 1;
    this.#changed();
  }
}
