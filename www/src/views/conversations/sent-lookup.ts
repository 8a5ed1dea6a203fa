import type { ReceivedConversation } from "../../../../contract/conversations.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import type { ApiClient } from "./job-watcher.ts";

const PAGE_SIZE = 500;
/** Pages that are read at most, newest first. */
const MAX_PAGES = 100;

/** Finds out which conversations of files the worker has sent already. */
export class SentLookup {
  readonly #api: ApiClient;
  readonly #conversations: ConversationsStore;
  readonly #sent = new Map<number, ReceivedConversation>();
  #running: Promise<void> | null = null;

  constructor(api: ApiClient, conversations: ConversationsStore) {
    this.#api = api;
    this.#conversations = conversations;
  }

  /** Asks for what is new, and shows it in the rows. Without an answer the rows stay as they are. */
  async refresh(): Promise<void> {
    this.#running ??= this.#readPages().finally(() => {
      this.#running = null;
    });
    await this.#running.catch(() => {});
    this.#conversations.applySent(this.#sent);
  }

  /** Reads the list, whose latest changes come first, until it reaches what is known. */
  async #readPages(): Promise<void> {
    let before: number | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = { limit: PAGE_SIZE, ...(before === undefined ? {} : { before }) };
      const { conversations, next } = await this.#api.json("GET /api/conversations", { query });
      let isKnown = false;
      for (const received of conversations) {
        isKnown ||= this.#sent.get(received.conversation)?.updatedAt === received.updatedAt;
        this.#sent.set(received.conversation, received);
      }
      if (isKnown || next === null) return;
      before = Number(new URL(next, location.href).searchParams.get("before"));
    }
  }
}
