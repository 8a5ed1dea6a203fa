import { databaseName } from "../../../platform/kept-data.ts";
import { WorkerClient } from "../../../platform/worker-bridge.ts";
import type { MapperInput } from "../../../state/mapper.ts";
import type { Origin } from "../row.ts";
import { type ListedRow, MAX_CONVERSATIONS, MAX_RESTORED, type PayloadEvents } from "./messages.ts";
import type { PayloadWorker } from "./payload.worker.ts";

/** Listeners for the events of the web worker. */
export type PayloadStoreListeners = {
  [Name in keyof PayloadEvents]: (...parameters: PayloadEvents[Name]) => void;
} & {
  /** Called when the web worker is of no use: WebAssembly does not run in it, or it did not load. */
  failed(message: string): void;
};

/** Client of the web worker that stores and checks payloads. */
export class PayloadStoreClient {
  readonly #worker: WorkerClient<PayloadWorker, PayloadEvents>;
  readonly #failed: (message: string) => void;
  #isDisposed = false;
  #lastRead = 0;
  #nextKey = 1;

  constructor({ failed, ...listeners }: PayloadStoreListeners) {
    this.#failed = failed;
    this.#worker = new WorkerClient<PayloadWorker, PayloadEvents>(
      () => new Worker(new URL("./payload.worker.ts", import.meta.url), { type: "module", name: "conversations" }),
      listeners,
    );
  }

  /** Reads the list that is kept in the browser. */
  restore(): void {
    this.#watch(this.#worker.call("restore", [databaseName(".conversations"), this.#nextKey]));
    this.#nextKey += MAX_RESTORED;
  }

  configure(input: MapperInput): void {
    this.#watch(this.#worker.call("configure", [input]));
  }

  /** Starts to import a file. Returns the id of the import. */
  importFile(file: File): number {
    this.#lastRead += 1;
    this.#watch(this.#worker.call("importFile", [this.#lastRead, file, this.#nextKey]));
    this.#nextKey += MAX_CONVERSATIONS;
    return this.#lastRead;
  }

  stopImport(read: number): void {
    this.#watch(this.#worker.call("stopImport", [read]));
  }

  /** Reserves a key for a received conversation. */
  createKey(): number {
    this.#nextKey += 1;
    return this.#nextKey - 1;
  }

  add(key: number, bytes: ArrayBuffer, received: { origin: Origin; receivedAt: number | null }): void {
    this.#watch(this.#worker.call("add", [key, bytes, received], [bytes]));
  }

  /** Keeps rows without a payload for the next visit. */
  keepListed(rows: ListedRow[]): void {
    this.#watch(this.#worker.call("keepListed", [rows]));
  }

  forget(keys: number[] | null): void {
    this.#watch(this.#worker.call("forget", [keys]));
  }

  /** Returns a payload; null when there is none with this key. */
  payload(key: number): Promise<string | null> {
    return this.#worker.call("payload", [key]);
  }

  /** Returns the payloads as one JSON array. */
  body(keys: number[]): Promise<Blob> {
    return this.#worker.call("body", [keys]);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#worker.dispose();
  }

  #watch(call: Promise<unknown>): void {
    call.catch((error: Error) => {
      if (!this.#isDisposed) this.#failed(error.message);
    });
  }
}
