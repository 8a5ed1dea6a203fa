// Keeps the result of the checks up to date: a key press costs the page no more than a message to a web worker.

import { onChange, type ReadonlySignal, Signal } from "../../../platform/signal.ts";
import { checkClient } from "./check-client.ts";
import type { CheckInput, CheckResult } from "./mapping-checker.ts";

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
  #pauseTimer: ReturnType<typeof setTimeout> | undefined;
  #lateTimer: ReturnType<typeof setTimeout> | undefined;
  #isBusy = false;
  #isDisposed = false;

  /** `first` is shown until the first check has ended. */
  constructor(input: ReadonlySignal<CheckInput>, first: CheckResult | undefined) {
    this.#input = input;
    this.result = new Signal(first && { input: input.peek(), result: first });
    this.#stop = onChange(input, () => this.#schedule());
    void this.#check();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
    clearTimeout(this.#pauseTimer);
    clearTimeout(this.#lateTimer);
  }

  #schedule(): void {
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => void this.#check(), PAUSE);
  }

  /** Checks one input at a time; changes in the meantime cause one further check. */
  async #check(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#lateTimer ??= setTimeout(() => {
      this.isLate.value = true;
    }, LATE_AFTER);
    const input = this.#input.peek();
    const result = await checkClient.check(input);
    this.#isBusy = false;
    if (this.#isDisposed) return;
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
