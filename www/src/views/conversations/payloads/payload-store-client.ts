import type { Check } from "../row.ts";
import { MOST_CONVERSATIONS, type Order, type Read, type ReadTrouble, type Report } from "./messages.ts";

/** What the library tells while it works. */
export interface LibraryEvents {
  rows: (rows: readonly Read[], read: number | null, bytes: number) => void;
  end: (read: number, trouble: ReadTrouble | null) => void;
  checked: (checks: readonly [key: number, check: Check | null][], left: number) => void;
  broken: (message: string) => void;
}

/** The payloads of many conversations, kept and checked in a thread of their own. */
export class Library {
  readonly #thread: Worker;
  readonly #events: LibraryEvents;
  readonly #asked = new Map<number, (report: Report) => void>();
  #count = 0;
  #key = 1;

  constructor(events: LibraryEvents) {
    this.#events = events;
    this.#thread = new Worker(new URL("./payload.worker.ts", import.meta.url), {
      type: "module",
      name: "conversations",
    });
    this.#thread.addEventListener("message", ({ data }: MessageEvent<Report>) => this.#hear(data));
    this.#thread.addEventListener("error", (event) => {
      event.preventDefault();
      events.broken(event.message);
    });
  }

  configure(config: string | null, limetypes: string): void {
    this.#order({ do: "configure", config, limetypes });
  }

  /** Begins to read a file. Answers the number of the reading, and the key of its first conversation. */
  read(file: File): number {
    const read = this.#next();
    this.#order({ do: "read", read, file, key: this.#key });
    this.#key += MOST_CONVERSATIONS;
    return read;
  }

  stop(read: number): void {
    this.#order({ do: "stop", read });
  }

  /** A key for a conversation that the worker has received. */
  key(): number {
    this.#key += 1;
    return this.#key - 1;
  }

  take(key: number, bytes: ArrayBuffer): void {
    this.#order({ do: "take", key, bytes }, [bytes]);
  }

  forget(keys: number[] | null): void {
    this.#order({ do: "forget", keys });
  }

  async payload(key: number): Promise<string | null> {
    const said = await this.#ask((ask) => ({ do: "payload", ask, key }));
    return said.is === "payload" ? said.text : null;
  }

  /** The payloads of these conversations as one JSON array. */
  async body(keys: number[]): Promise<Blob> {
    const said = await this.#ask((ask) => ({ do: "body", ask, keys }));
    return said.is === "body" ? said.body : new Blob([]);
  }

  close(): void {
    this.#thread.terminate();
  }

  #ask(order: (ask: number) => Order): Promise<Report> {
    const ask = this.#next();
    return new Promise((resolve) => {
      this.#asked.set(ask, resolve);
      this.#order(order(ask));
    });
  }

  #order(order: Order, transfer: Transferable[] = []): void {
    this.#thread.postMessage(order, transfer);
  }

  #hear(report: Report): void {
    switch (report.is) {
      case "rows":
        this.#events.rows(report.rows, report.read, report.bytes);
        break;
      case "end":
        this.#events.end(report.read, report.trouble);
        break;
      case "checked":
        this.#events.checked(report.checks, report.left);
        break;
      case "broken":
        this.#events.broken(report.message);
        break;
      default:
        this.#asked.get(report.ask)?.(report);
        this.#asked.delete(report.ask);
    }
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}
