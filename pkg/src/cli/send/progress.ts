// How far many conversations are: one line that is written anew on a terminal, and else a line every ten seconds.

import { visible } from "../terminal.js";

const INTERVAL = 10_000;

export class Progress {
  readonly counts = { created: 0, updated: 0, failed: 0, before: 0, running: 0 };
  readonly #terminal = process.stderr.isTTY === true;
  #shown = Date.now();
  #width = 0;

  /** Shows where it stands, if it is time to. */
  show(): void {
    const every = this.#terminal ? 100 : INTERVAL;
    if (Date.now() - this.#shown < every) return;
    this.#shown = Date.now();
    const line = visible(`${this.summary()}, ${this.counts.running} under way`);
    process.stderr.write(this.#terminal ? `\r${line.padEnd(this.#width)}` : `${line}\n`);
    this.#width = line.length;
  }

  /** Takes the line away, before something else is written. */
  clear(): void {
    if (this.#terminal && this.#width > 0) process.stderr.write(`\r${"".padEnd(this.#width)}\r`);
    this.#width = 0;
  }

  summary(): string {
    const { created, updated, failed, before } = this.counts;
    const parts = [`${created + updated} sent (${created} new, ${updated} that were there)`, `${failed} failed`];
    if (before > 0) parts.push(`${before} sent before`);
    return parts.join(", ");
  }
}
