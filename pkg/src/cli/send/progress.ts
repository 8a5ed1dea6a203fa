// Progress of sending many conversations: a line that is rewritten on a terminal, otherwise a line every ten seconds.

import { visible } from "../terminal.js";

/** Milliseconds between two updates. */
const TERMINAL_INTERVAL = 100;
const LOG_INTERVAL = 10_000;

export class Progress {
  readonly counts = { created: 0, updated: 0, failed: 0, sentBefore: 0, running: 0 };
  readonly #terminal = process.stderr.isTTY === true;
  #lastUpdate = Date.now();
  #width = 0;

  /** Prints the progress unless the last update is too recent. */
  update(): void {
    if (Date.now() - this.#lastUpdate < (this.#terminal ? TERMINAL_INTERVAL : LOG_INTERVAL)) return;
    this.#lastUpdate = Date.now();
    const line = visible(`${this.summary()}, ${this.counts.running} in progress`);
    process.stderr.write(this.#terminal ? `\r${line.padEnd(this.#width)}` : `${line}\n`);
    this.#width = line.length;
  }

  /** Removes the line from the terminal before other output. */
  clear(): void {
    if (this.#terminal && this.#width > 0) process.stderr.write(`\r${"".padEnd(this.#width)}\r`);
    this.#width = 0;
  }

  summary(): string {
    const { created, updated, failed, sentBefore } = this.counts;
    const items = [`${created + updated} sent (${created} created, ${updated} updated)`, `${failed} failed`];
    if (sentBefore > 0) items.push(`${sentBefore} sent before`);
    return items.join(", ");
  }
}
