// A text with its past: undo and redo.

import { Cell } from "../platform/signal.ts";

/** Changes of one kind within this time, in milliseconds, are one step: a word that is typed, not its letters. */
const pause = 1000;

/** So many steps can be taken back. */
const depth = 200;

export class History extends Cell<string> {
  readonly #past: string[] = [];
  readonly #future: string[] = [];
  #kind: string | undefined;
  #at = 0;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** A change by a person. Changes of the same `kind` ("typing"), close after each other, are taken back together. */
  edit(text: string, kind?: string): void {
    if (text === this.value) return;
    const now = performance.now();
    const same = kind !== undefined && kind === this.#kind && now - this.#at < pause;
    if (!same) {
      this.#past.push(this.value);
      if (this.#past.length > depth) this.#past.shift();
    }
    this.#future.length = 0;
    this.#kind = kind;
    this.#at = now;
    this.set(text);
  }

  /** A text from elsewhere, with no past. */
  replace(text: string): void {
    this.#past.length = 0;
    this.#future.length = 0;
    this.#kind = undefined;
    this.set(text);
  }

  undo(): void {
    this.#step(this.#past, this.#future);
  }

  redo(): void {
    this.#step(this.#future, this.#past);
  }

  #step(from: string[], to: string[]): void {
    const text = from.pop();
    if (text === undefined) return;
    to.push(this.value);
    this.#kind = undefined;
    this.set(text);
  }
}
