// Signals that end a command. The first one asks it to end in order; the second one ends the process at once.

import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds that the process may take to end, after its command has ended. */
const PATIENCE = 1000;

export class Interruption {
  readonly #abort = new AbortController();
  #received: NodeJS.Signals | undefined;
  readonly #listener = (received: NodeJS.Signals) => {
    this.#received = received;
    this.#ignore();
    this.#abort.abort();
  };

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#listener);
  }

  /** Aborted by a signal. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Exit status of a process that was ended by the signal. */
  get status(): number {
    return 128 + (this.#received === undefined ? 0 : constants.signals[this.#received]);
  }

  /** Ends the watch. What the command left behind, such as an input that does not end, does not keep the process alive. */
  end(): void {
    this.#ignore();
    const received = this.#received;
    if (received !== undefined) setTimeout(() => process.kill(process.pid, received), PATIENCE).unref();
  }

  #ignore(): void {
    for (const name of SIGNALS) process.off(name, this.#listener);
  }
}
