// Keeps the result of the checks up to date, in a web worker: a key press costs the page no more than a message.

import { onChange, type ReadonlySignal, Signal } from "../../../platform/signal.ts";
import { type CheckInput, type CheckResult, MappingChecker } from "./mapping-checker.ts";

/** Milliseconds without a change after which a check begins: less than between two keys of a fast typist. */
const PAUSE = 50;

/** Milliseconds after which a result that is still awaited counts as late. */
const LATE_AFTER = 300;

export class CheckController {
  /** The newest result and its input. */
  readonly result: Signal<{ input: CheckInput; result: CheckResult } | undefined>;
  /** Whether the result of the present input has been awaited for a while. */
  readonly isLate = new Signal(false);
  readonly #input: ReadonlySignal<CheckInput>;
  readonly #stop: () => void;
  #worker: Worker | undefined;
  /** Checks in the page when the web worker has failed, for example to load. */
  #fallback: MappingChecker | undefined;
  /** What the web worker knows. */
  #sent: Partial<CheckInput> = {};
  #isBusy = false;
  #pauseTimer: ReturnType<typeof setTimeout> | undefined;
  #lateTimer: ReturnType<typeof setTimeout> | undefined;

  /** `first` is shown until the first check has ended. */
  constructor(input: ReadonlySignal<CheckInput>, first: CheckResult | undefined) {
    this.#input = input;
    this.result = new Signal(first && { input: input.peek(), result: first });
    this.#stop = onChange(input, () => this.#schedule());
    this.#send();
  }

  dispose(): void {
    this.#stop();
    clearTimeout(this.#pauseTimer);
    clearTimeout(this.#lateTimer);
    this.#worker?.terminate();
  }

  #schedule(): void {
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => this.#send(), PAUSE);
  }

  /** Sends one input at a time; changes in the meantime cause one further check. */
  #send(): void {
    if (this.#isBusy) return;
    this.#lateTimer ??= setTimeout(() => {
      this.isLate.value = true;
    }, LATE_AFTER);
    const input = this.#input.peek();
    if (this.#fallback) {
      this.#finish(input, this.#fallback.check(input));
      return;
    }
    this.#isBusy = true;
    const known = this.#sent as Record<string, unknown>;
    const changes = Object.fromEntries(Object.entries(input).filter(([key, value]) => value !== known[key]));
    this.#sent = input;
    const worker = this.#startWorker();
    worker.onmessage = ({ data }: MessageEvent<CheckResult>) => {
      this.#isBusy = false;
      this.#finish(input, data);
    };
    worker.postMessage(changes);
  }

  #startWorker(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module" });
    worker.onerror = () => {
      worker.terminate();
      this.#worker = undefined;
      this.#isBusy = false;
      this.#fallback = new MappingChecker();
      this.#send();
    };
    this.#worker = worker;
    return worker;
  }

  #finish(input: CheckInput, result: CheckResult): void {
    this.result.value = { input, result };
    if (input !== this.#input.peek()) {
      this.#schedule();
      return;
    }
    clearTimeout(this.#lateTimer);
    this.#lateTimer = undefined;
    this.isLate.value = false;
  }
}
