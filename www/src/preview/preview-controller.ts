// Keeps the store's outcome up to date with its texts: at once, in the frame of the key that was pressed, while that is
// fast enough; in a thread of its own when it is not, so that typing never waits.

import type { LimeCommand } from "userlike-limeobject";
import { Signal } from "../platform/signal.ts";
import type { PreviewInput, PreviewResult } from "../state/preview-result.ts";
import type { Store } from "../state/store.ts";
import type { WorkerResult } from "./preview.worker.ts";
import { Previewer } from "./previewer.ts";

/** Half a frame, in milliseconds: the other half is for showing it. */
const FRAME_BUDGET = 8;

export class PreviewController {
  /** How long the last preview took, in milliseconds. */
  readonly duration = new Signal(0);
  readonly #store: Store;
  readonly #previewer = new Previewer();
  #scheduled = false;
  #worker: Worker | undefined;
  #usesWorker = false;
  /** The first one makes the mapper and warms up the module: how long it takes says nothing of the next. */
  #isFirst = true;
  /** Whether the thread is at work, and whether something newer waits for it. */
  #isWorkerBusy = false;
  #isStale = false;

  constructor(store: Store) {
    this.#store = store;
    for (const cell of [store.payload, store.config, store.limetypes, store.instance]) {
      cell.subscribe(() => this.#schedule());
    }
    this.#update();
  }

  /** The chat command in a text; null when it is none, undefined when the configuration can't be used. */
  command(text: string): LimeCommand | null | undefined {
    return this.#previewer.command(text, this.#input());
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
    const texts = this.#input();
    if (this.#usesWorker) this.#previewInWorker(texts);
    else this.#previewHere(texts);
  }

  #input(): PreviewInput {
    const { payload, config, limetypes, instance } = this.#store;
    return { payload: payload.value, config: config.value, limetypes: limetypes.value, instance: instance.value };
  }

  #previewHere(texts: PreviewInput): void {
    const begun = performance.now();
    const outcome = this.#previewer.preview(texts);
    this.#finish(outcome, performance.now() - begun);
  }

  /** One at a time: what changes meanwhile is done after it, once. */
  #previewInWorker(texts: PreviewInput): void {
    if (this.#isWorkerBusy) {
      this.#isStale = true;
      return;
    }
    this.#isWorkerBusy = true;
    this.#startWorker().postMessage(texts);
  }

  #startWorker(): Worker {
    if (this.#worker) return this.#worker;
    const thread = new Worker(new URL("./preview.worker.ts", import.meta.url), { type: "module" });
    thread.addEventListener("message", ({ data }: MessageEvent<WorkerResult>) => {
      this.#isWorkerBusy = false;
      this.#finish(data.result, data.duration);
      this.#rerunIfStale();
    });
    // Without the thread (it could not be loaded, say), the page does it itself.
    thread.addEventListener("error", () => {
      thread.terminate();
      this.#worker = undefined;
      this.#isWorkerBusy = false;
      this.#isStale = false;
      this.#previewHere(this.#input());
    });
    this.#worker = thread;
    return thread;
  }

  #rerunIfStale(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#update();
  }

  #finish(outcome: PreviewResult, took: number): void {
    this.#usesWorker = took > FRAME_BUDGET && !this.#isFirst;
    this.#isFirst = false;
    this.duration.set(took);
    this.#store.previewResult.set(outcome);
  }
}
