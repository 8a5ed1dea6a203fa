import type { Channel } from "../../../../contract/conversations.ts";
import type { ConversationsStore } from "./conversations-store.ts";
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
  readonly #origin: (channel: Channel) => string;
  readonly #changed: () => void;
  readonly #queue: ConversationRow[] = [];
  #running = 0;
  /** Cursor of the next page: undefined for the first one, null after the last. */
  #before: number | null | undefined;
  /** Whether a page is being fetched. */
  isLoading = false;
  /** Whether the worker has received nothing. */
  isEmpty = false;

  constructor(
    api: ApiClient,
    conversations: ConversationsStore,
    origin: (channel: Channel) => string,
    changed: () => void,
  ) {
    this.#api = api;
    this.#conversations = conversations;
    this.#origin = origin;
    this.#changed = changed;
  }

  /** Whether there are older conversations. */
  get hasMore(): boolean {
    return this.#before !== null;
  }

  /** Number of payloads that are queued or being fetched. */
  get pendingCount(): number {
    return this.#queue.length + this.#running;
  }

  /** Reloads the first page. */
  async refresh(): Promise<void> {
    this.#before = undefined;
    await this.load();
  }

  /** Loads the next page. */
  async load(): Promise<void> {
    const before = this.#before;
    if (this.isLoading || before === null) return;
    this.isLoading = true;
    this.#changed();
    try {
      const query = { limit: PAGE_SIZE, ...(before === undefined ? {} : { before }) };
      const { conversations, next } = await this.#api.json("GET /api/conversations", { query });
      this.#before = next === null ? null : Number(new URL(next, location.href).searchParams.get("before"));
      this.isEmpty = before === undefined && conversations.length === 0;
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
        const request = { params: { id: row.conversation ?? 0 }, query: { payload: true } };
        const answer = await this.#api.fetch("GET /api/conversations/:id", request);
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
