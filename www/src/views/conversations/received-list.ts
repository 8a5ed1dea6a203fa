import { type ReadonlySignal, Signal } from "../../platform/signal.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import type { ApiClient } from "./job-watcher.ts";
import type { PayloadLoader } from "./payload-loader.ts";

/** Conversations per page of the worker's list. */
const PAGE_SIZE = 200;

/** Conversations received by the worker, loaded page by page. */
export class ReceivedList {
  readonly #api: ApiClient;
  readonly #conversations: ConversationsStore;
  readonly #loader: PayloadLoader;
  /** Cursor of the next page: undefined for the first one, null after the last. */
  readonly #before = new Signal<number | null | undefined>(undefined);
  readonly #isLoading = new Signal(false);
  readonly #isEmpty = new Signal(false);
  /** Whether a page is being fetched. */
  readonly isLoading: ReadonlySignal<boolean> = this.#isLoading;
  /** Whether the worker has received nothing. */
  readonly isEmpty: ReadonlySignal<boolean> = this.#isEmpty;

  constructor(api: ApiClient, conversations: ConversationsStore, loader: PayloadLoader) {
    this.#api = api;
    this.#conversations = conversations;
    this.#loader = loader;
  }

  /** Whether there are older conversations. */
  get hasMore(): boolean {
    return this.#before.value !== null;
  }

  /** Reloads the first page. */
  async refresh(): Promise<void> {
    this.#before.value = undefined;
    await this.load();
  }

  /** Loads the next page. */
  async load(): Promise<void> {
    const before = this.#before.value;
    if (this.#isLoading.value || before === null) return;
    this.#isLoading.value = true;
    try {
      const query = { limit: PAGE_SIZE, ...(before === undefined ? {} : { before }) };
      const { conversations, next } = await this.#api.json("GET /api/conversations", { query });
      this.#before.value = next === null ? null : Number(new URL(next, location.href).searchParams.get("before"));
      this.#isEmpty.value = before === undefined && conversations.length === 0;
      this.#loader.request(this.#conversations.addReceived(conversations));
    } finally {
      this.#isLoading.value = false;
    }
  }
}
