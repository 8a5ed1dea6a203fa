import type { Book, Received } from "./conversations-store.ts";
import type { Server } from "./job-watcher.ts";
import type { Row } from "./row.ts";

/** Conversations on one page of the worker's list. */
const PAGE = 200;
/** Payloads that are fetched at once. */
const AT_ONCE = 6;

/** What the worker has received, fetched a page at a time, and the payloads of its conversations. */
export class ReceivedList {
  readonly #server: Server;
  readonly #book: Book;
  readonly #origin: (way: string) => string;
  readonly #changed: () => void;
  readonly #wanted: Row[] = [];
  #running = 0;
  #next: string | null = `api/conversations?limit=${PAGE}`;
  /** The list itself is being fetched. */
  loading = false;
  /** Nothing was there at all. */
  empty = false;

  constructor(server: Server, book: Book, origin: (way: string) => string, changed: () => void) {
    this.#server = server;
    this.#book = book;
    this.#origin = origin;
    this.#changed = changed;
  }

  /** Whether there are older ones. */
  get more(): boolean {
    return this.#next !== null;
  }

  /** So many payloads are on their way. */
  get left(): number {
    return this.#wanted.length + this.#running;
  }

  /** Begins with the latest again. */
  async refresh(): Promise<void> {
    this.#next = `api/conversations?limit=${PAGE}`;
    await this.load();
  }

  /** The next page. */
  async load(): Promise<void> {
    if (this.loading || this.#next === null) return;
    this.loading = true;
    this.#changed();
    try {
      const first = !this.#next.includes("before=");
      const { conversations, next } = await this.#server.json<{ conversations: Received[]; next: string | null }>(
        this.#next,
      );
      // Paths are relative to the page.
      this.#next = next?.replace(/^\//, "") ?? null;
      this.empty = first && conversations.length === 0;
      this.fetch(this.#book.receive(conversations, this.#origin));
    } finally {
      this.loading = false;
      this.#changed();
    }
  }

  /** Fetches the payloads of these rows, so that they can be shown, checked and sent. */
  fetch(rows: readonly Row[]): void {
    this.#wanted.push(...rows);
    while (this.#running < AT_ONCE && this.#wanted.length > 0) void this.#work();
  }

  async #work(): Promise<void> {
    this.#running += 1;
    for (let row = this.#wanted.shift(); row !== undefined; row = this.#wanted.shift()) {
      try {
        const answer = await this.#server.fetch(`api/conversations/${row.conversation}?payload=1`);
        this.#book.library.take(row.key, await answer.arrayBuffer());
      } catch (error) {
        row.trouble = (error as Error).message;
        this.#book.changed();
      }
      this.#changed();
    }
    this.#running -= 1;
    this.#changed();
  }
}
