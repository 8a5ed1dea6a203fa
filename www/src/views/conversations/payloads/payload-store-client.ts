import type { MapperInput } from "../../../state/mapper.ts";
import type { Check, Origin } from "../row.ts";
import {
  type ImportError,
  type LoadedRow,
  MAX_CONVERSATIONS,
  MAX_RESTORED,
  type RestoredRow,
  type WorkerMessage,
  type WorkerRequest,
} from "./messages.ts";

/** Callbacks for messages of the web worker. */
export interface PayloadStoreListeners {
  rows: (rows: readonly LoadedRow[], read: number | null, bytes: number) => void;
  ended: (read: number, error: ImportError | null) => void;
  checked: (checks: readonly [key: number, check: Check | null][], left: number) => void;
  /** Called with the rows that were kept in the browser, and at last with since when. */
  restored: (rows: readonly RestoredRow[], isLast: boolean, since: number | null) => void;
  /** Called when the list can't be kept any more. */
  notKept: () => void;
  failed: (message: string) => void;
}

/** Client of the web worker that stores and checks payloads. */
export class PayloadStoreClient {
  readonly #worker: Worker;
  readonly #listeners: PayloadStoreListeners;
  readonly #pending = new Map<number, (message: WorkerMessage) => void>();
  #lastId = 0;
  #nextKey = 1;

  constructor(listeners: PayloadStoreListeners) {
    this.#listeners = listeners;
    this.#worker = new Worker(new URL("./payload.worker.ts", import.meta.url), {
      type: "module",
      name: "conversations",
    });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      listeners.failed(event.message);
    });
  }

  /** Reads the list that is kept in the browser. */
  restore(): void {
    // Pages of different workers on one origin have different paths.
    const store = `userlike-limeobject.conversations${new URL(".", location.href).pathname}`;
    this.#post({ type: "restore", store, key: this.#nextKey });
    this.#nextKey += MAX_RESTORED;
  }

  configure(input: MapperInput): void {
    this.#post({ type: "configure", input });
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

  add(key: number, bytes: ArrayBuffer, { origin, receivedAt }: { origin: Origin; receivedAt: number | null }): void {
    this.#post({ type: "take", key, bytes, origin, receivedAt }, [bytes]);
  }

  forget(keys: number[] | null): void {
    this.#post({ type: "forget", keys });
  }

  async payload(key: number): Promise<string | null> {
    const answer = await this.#request((id) => ({ type: "payload", ask: id, key }));
    return answer.type === "payload" ? answer.text : null;
  }

  /** Returns the payloads as one JSON array. */
  async body(keys: number[]): Promise<Blob> {
    const answer = await this.#request((id) => ({ type: "body", ask: id, keys }));
    return answer.type === "body" ? answer.body : new Blob([]);
  }

  dispose(): void {
    this.#worker.terminate();
  }

  #request(request: (id: number) => WorkerRequest): Promise<WorkerMessage> {
    const id = this.#createId();
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#post(request(id));
    });
  }

  #post(request: WorkerRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #receive(message: WorkerMessage): void {
    switch (message.type) {
      case "rows":
        this.#listeners.rows(message.rows, message.read, message.bytes);
        break;
      case "end":
        this.#listeners.ended(message.read, message.error);
        break;
      case "checked":
        this.#listeners.checked(message.checks, message.left);
        break;
      case "restored":
        this.#listeners.restored(message.rows, message.isLast, message.since);
        break;
      case "not-kept":
        this.#listeners.notKept();
        break;
      case "broken":
        this.#listeners.failed(message.message);
        break;
      default:
        this.#pending.get(message.ask)?.(message);
        this.#pending.delete(message.ask);
    }
  }

  #createId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
