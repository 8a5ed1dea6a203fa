// Keeps the store's outcome up to date with its texts: at once, in the frame of the key that was pressed, while that is
// fast enough; in a thread of its own when it is not, so that typing never waits.

import type { LimeCommand } from "userlike-limeobject";
import { Cell } from "../platform/signal.ts";
import type { Outcome, Texts } from "../state/preview-result.ts";
import type { Store } from "../state/store.ts";
import type { Answer } from "./preview.worker.ts";
import { Previewer } from "./previewer.ts";

/** Half a frame, in milliseconds: the other half is for showing it. */
const budget = 8;

export class Previewing {
  /** How long the last preview took, in milliseconds. */
  readonly took = new Cell(0);
  readonly #store: Store;
  readonly #previewer = new Previewer();
  #scheduled = false;
  #thread: Worker | undefined;
  #slow = false;
  /** The first one makes the mapper and warms up the module: how long it takes says nothing of the next. */
  #cold = true;
  /** Whether the thread is at work, and whether something newer waits for it. */
  #running = false;
  #stale = false;

  constructor(store: Store) {
    this.#store = store;
    for (const cell of [store.payload, store.config, store.limetypes, store.instance]) {
      cell.subscribe(() => this.#schedule());
    }
    this.#update();
  }

  /** The chat command in a text; null when it is none, undefined when the configuration can't be used. */
  command(text: string): LimeCommand | null | undefined {
    return this.#previewer.command(text, this.#texts());
  }

  /** Many changes in one frame make one preview. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#update();
    });
  }

  #update(): void {
    const texts = this.#texts();
    if (this.#slow) this.#hand(texts);
    else this.#make(texts);
  }

  #texts(): Texts {
    const { payload, config, limetypes, instance } = this.#store;
    return { payload: payload.value, config: config.value, limetypes: limetypes.value, instance: instance.value };
  }

  #make(texts: Texts): void {
    const begun = performance.now();
    const outcome = this.#previewer.preview(texts);
    this.#done(outcome, performance.now() - begun);
  }

  /** One at a time: what changes meanwhile is done after it, once. */
  #hand(texts: Texts): void {
    if (this.#running) {
      this.#stale = true;
      return;
    }
    this.#running = true;
    this.#started().postMessage(texts);
  }

  #started(): Worker {
    if (this.#thread) return this.#thread;
    const thread = new Worker(new URL("./preview.worker.ts", import.meta.url), { type: "module" });
    thread.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      this.#running = false;
      this.#done(data.outcome, data.took);
      this.#again();
    });
    // Without the thread (it could not be loaded, say), the page does it itself.
    thread.addEventListener("error", () => {
      thread.terminate();
      this.#thread = undefined;
      this.#running = false;
      this.#stale = false;
      this.#make(this.#texts());
    });
    this.#thread = thread;
    return thread;
  }

  #again(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#update();
  }

  #done(outcome: Outcome, took: number): void {
    this.#slow = took > budget && !this.#cold;
    this.#cold = false;
    this.took.set(took);
    this.#store.outcome.set(outcome);
  }
}
