import type { Check } from "../row.ts";
import {
  type ImportError,
  type LoadedRow,
  MAX_CONVERSATIONS,
  type WorkerMessage,
  type WorkerRequest,
} from "./messages.ts";

/** Callbacks for messages of the web worker. */
export interface PayloadStoreListeners {
  rows: (rows: readonly LoadedRow[], read: number | null, bytes: number) => void;
  ended: (read: number, trouble: ImportError | null) => void;
  checked: (checks: readonly [key: number, check: Check | null][], left: number) => void;
  failed: (message: string) => void;
}

/** Client of the web worker that stores and checks payloads. */
export class PayloadStoreClient {
  readonly #worker: Worker;
  readonly #events: PayloadStoreListeners;
  readonly #pending = new Map<number, (report: WorkerMessage) => void>();
  #lastId = 0;
  #nextKey = 1;

  constructor(events: PayloadStoreListeners) {
    this.#events = events;
    this.#worker = new Worker(new URL("./payload.worker.ts", import.meta.url), {
      type: "module",
      name: "conversations",
    });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      events.failed(event.message);
    });
  }

  configure(config: string | null, limetypes: string): void {
    this.#post({ type: "configure", config, limetypes });
  }

  /** Starts to import a file. Returns the id of the import. */
  importFile(file: File): number {
    const read = this.#createId();
    this.#post({ type: "read", read, file, key: this.#nextKey });
    this.#nextKey += MAX_CONVERSATIONS;
    return read;
  }

  stopImport(read: number): void {
    this.#post({ type: "stop", read });
  }

  /** Reserves a key for a received conversation. */
  createKey(): number {
    this.#nextKey += 1;
    return this.#nextKey - 1;
  }

  add(key: number, bytes: ArrayBuffer): void {
    this.#post({ type: "take", key, bytes }, [bytes]);
  }

  forget(keys: number[] | null): void {
    this.#post({ type: "forget", keys });
  }

  async payload(key: number): Promise<string | null> {
    const said = await this.#request((ask) => ({ type: "payload", ask, key }));
    return said.type === "payload" ? said.text : null;
  }

  /** Returns the payloads as one JSON array. */
  async body(keys: number[]): Promise<Blob> {
    const said = await this.#request((ask) => ({ type: "body", ask, keys }));
    return said.type === "body" ? said.body : new Blob([]);
  }

  dispose(): void {
    this.#worker.terminate();
  }

  #request(order: (ask: number) => WorkerRequest): Promise<WorkerMessage> {
    const ask = this.#createId();
    return new Promise((resolve) => {
      this.#pending.set(ask, resolve);
      this.#post(order(ask));
    });
  }

  #post(order: WorkerRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(order, transfer);
  }

  #receive(report: WorkerMessage): void {
    switch (report.type) {
      case "rows":
        this.#events.rows(report.rows, report.read, report.bytes);
        break;
      case "end":
        this.#events.ended(report.read, report.error);
        break;
      case "checked":
        this.#events.checked(report.checks, report.left);
        break;
      case "broken":
        this.#events.failed(report.message);
        break;
      default:
        this.#pending.get(report.ask)?.(report);
        this.#pending.delete(report.ask);
    }
  }

  #createId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
