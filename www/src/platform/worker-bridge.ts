// Typed calls into web workers, and typed events out of them: the only protocol between the page and its web workers.

/** Functions of a web worker, by name. Arguments and results are cloned. */
// biome-ignore lint/suspicious/noExplicitAny: any function fits
type Api = Record<string, (...parameters: any[]) => unknown>;

/** Events of a web worker: their arguments, by name. */
type Events = Record<string, readonly unknown[]>;

type Listeners<E extends Events> = { [Name in keyof E]: (...parameters: E[Name]) => void };

interface Call {
  id: number;
  name: string;
  parameters: unknown[];
}

type Message =
  | { kind: "value"; id: number; value: unknown }
  | { kind: "error"; id: number; message: string }
  | { kind: "event"; name: string; parameters: readonly unknown[] };

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Calls the functions of a web worker, which starts with the first call. */
export class WorkerClient<A extends Api, E extends Events = Record<never, never>> {
  readonly #start: () => Worker;
  readonly #listeners: Listeners<E>;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(start: () => Worker, listeners: Listeners<E>) {
    this.#start = start;
    this.#listeners = listeners;
  }

  /**
   * Calls a function. `transfer` moves values of the parameters instead of cloning them. Rejects when the function throws, and
   * when the web worker fails, for example to load; the next call starts a new one.
   */
  call<Name extends keyof A & string>(
    name: Name,
    parameters: Parameters<A[Name]>,
    transfer: Transferable[] = [],
  ): Promise<Awaited<ReturnType<A[Name]>>> {
    this.#worker ??= this.#create();
    this.#lastId += 1;
    const id = this.#lastId;
    const result = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.#worker.postMessage({ id, name, parameters } satisfies Call, transfer);
    return result as Promise<Awaited<ReturnType<A[Name]>>>;
  }

  /** Ends the web worker. Calls that have no result yet are rejected. */
  dispose(reason = "the web worker was ended"): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new Error(reason));
  }

  #create(): Worker {
    const worker = this.#start();
    worker.addEventListener("message", ({ data }: MessageEvent<Message>) => this.#receive(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.dispose(event.message);
    });
    return worker;
  }

  #receive(message: Message): void {
    if (message.kind === "event") {
      this.#listeners[message.name]?.(...(message.parameters as E[string]));
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === "value") pending?.resolve(message.value);
    else pending?.reject(new Error(message.message));
  }
}

/**
 * Serves the functions of a web worker. Call it before anything is waited for: messages that arrive before are lost. So a
 * function awaits what it needs by itself.
 */
export function serve(api: Api): void {
  addEventListener("message", async ({ data: { id, name, parameters } }: MessageEvent<Call>) => {
    try {
      post({ kind: "value", id, value: await api[name]?.(...parameters) });
    } catch (error) {
      post({ kind: "error", id, message: String(error) });
    }
  });
}

/** Returns a function that sends the events of a web worker to the page. */
export function emitter<E extends Events>(): <Name extends keyof E & string>(
  name: Name,
  ...parameters: E[Name]
) => void {
  return (name, ...parameters) => post({ kind: "event", name, parameters });
}

function post(message: Message): void {
  postMessage(message);
}
