// A text with undo and redo.

import { batch, Signal } from "../platform/signal.ts";

/** Milliseconds within which edits of the same kind are undone together: a typed word rather than its letters. */
const MERGE_WITHIN = 1000;

/** Number of edits that can be undone. */
const MAX_UNDO_STEPS = 200;

export class UndoableText extends Signal<string> {
  readonly #past: string[] = [];
  readonly #future: string[] = [];
  readonly #canUndo = new Signal(false);
  readonly #canRedo = new Signal(false);
  #editKind: string | undefined;
  #lastEditAt = 0;

  get canUndo(): boolean {
    return this.#canUndo.value;
  }

  get canRedo(): boolean {
    return this.#canRedo.value;
  }

  /** Applies an edit by the user. Consecutive edits of the same kind ("typing") are undone together. */
  edit(text: string, editKind?: string): void {
    if (text === this.value) return;
    const now = performance.now();
    const isMerged = editKind !== undefined && editKind === this.#editKind && now - this.#lastEditAt < MERGE_WITHIN;
    if (!isMerged) {
      this.#past.push(this.value);
      if (this.#past.length > MAX_UNDO_STEPS) this.#past.shift();
    }
    this.#future.length = 0;
    this.#editKind = editKind;
    this.#lastEditAt = now;
    this.#set(text);
  }

  /** Replaces the text and clears the undo history. */
  replace(text: string): void {
    this.#past.length = 0;
    this.#future.length = 0;
    this.#editKind = undefined;
    this.#set(text);
  }

  undo(): void {
    this.#moveBetween(this.#past, this.#future);
  }

  redo(): void {
    this.#moveBetween(this.#future, this.#past);
  }

  #moveBetween(from: string[], to: string[]): void {
    const text = from.pop();
    if (text === undefined) return;
    to.push(this.value);
    this.#editKind = undefined;
    this.#set(text);
  }

  #set(text: string): void {
    batch(() => {
      this.#canUndo.value = this.#past.length > 0;
      this.#canRedo.value = this.#future.length > 0;
      this.value = text;
    });
  }
}
