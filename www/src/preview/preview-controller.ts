// Keeps the store's preview result up to date: synchronously, in the frame of the key press, while that is fast enough;
// otherwise in a web worker, so that typing is never delayed.

import type { LimeCommand } from "userlike-limeobject";
import { batch, onChange, Signal } from "../platform/signal.ts";
import { WorkerClient } from "../platform/worker-bridge.ts";
import type { PreviewInput, PreviewResult } from "../state/preview-result.ts";
import type { Store } from "../state/store.ts";
import type { PreviewWorker } from "./preview.worker.ts";
import { Previewer } from "./previewer.ts";

/** Milliseconds without a change of the configuration after which a preview that takes longer than a frame begins. */
const PAUSE = 250;

/** Milliseconds available for a synchronous preview: half a frame; rendering needs the other half. */
const FRAME_BUDGET = 8;

/** Length of a payload whose preview is never synchronous, in UTF-16 units. */
const MAX_SYNCHRONOUS_LENGTH = 200_000;

export class PreviewController {
  /** Duration of the last preview in milliseconds. */
  readonly duration = new Signal(0);
  /** Whether the store's preview result is that of its documents; false while a web worker computes it. */
  readonly isCurrent = new Signal(true);
  readonly #store: Store;
  readonly #previewer = new Previewer();
  #scheduled = false;
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #worker = new WorkerClient<PreviewWorker>(
    () => new Worker(new URL("./preview.worker.ts", import.meta.url), { type: "module" }),
    {},
  );
  #usesWorker = false;
  /** The first preview compiles the mapper and the module, so its duration is not representative. */
  #isFirst = true;
  /** Whether the web worker is busy, and whether its input has changed since. */
  #isWorkerBusy = false;
  #isStale = false;

  constructor(store: Store) {
    this.#store = store;
    for (const input of [store.payload, store.limetypes, store.mediaHosts, store.instance]) {
      onChange<unknown>(input, () => this.#schedule());
    }
    // Whoever edits the configuration sees what becomes of it there; the messages of a web worker cost time as well.
    onChange(store.config, () => {
      clearTimeout(this.#pause);
      if (this.#isSlow) this.#pause = setTimeout(() => this.#schedule(), PAUSE);
      else this.#schedule();
    });
    this.#update();
  }

  /** Returns the chat command in a text; null when it contains none, undefined when the configuration is invalid. */
  command(text: string): LimeCommand | null | undefined {
    return this.#previewer.command(text, this.#input());
  }

  /** Resolves when the store's preview result is that of its present documents. */
  async settled(): Promise<void> {
    if (this.#scheduled) await new Promise((resolve) => requestAnimationFrame(resolve));
    if (this.isCurrent.value) return;
    await new Promise<void>((resolve) => {
      const stop = onChange(this.isCurrent, () => {
        stop();
        resolve();
      });
    });
  }

  /** Coalesces all changes of one frame into one preview. */
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
    if (this.#isSlow) this.#previewInWorker(texts);
    else this.#previewHere(texts);
  }

  /** Whether a preview takes longer than a frame has time for. */
  get #isSlow(): boolean {
    return this.#usesWorker || this.#store.payload.value.length > MAX_SYNCHRONOUS_LENGTH;
  }

  #input(): PreviewInput {
    const { payload, instance } = this.#store;
    return { payload: payload.value, instance: instance.value, ...this.#store.mapperInput };
  }

  #previewHere(texts: PreviewInput): void {
    const start = performance.now();
    const outcome = this.#previewer.preview(texts);
    this.#finish(outcome, performance.now() - start, texts);
  }

  /** Sends one input at a time; changes in the meantime cause one further preview. */
  #previewInWorker(texts: PreviewInput): void {
    this.isCurrent.value = false;
    if (this.#isWorkerBusy) {
      this.#isStale = true;
      return;
    }
    this.#isWorkerBusy = true;
    this.#worker.call("preview", [texts]).then(
      ({ result, duration }) => {
        this.#isWorkerBusy = false;
        this.#finish(result, duration, texts);
        this.#rerunIfStale();
      },
      // Falls back to synchronous previews when the web worker fails, for example to load.
      () => {
        this.#isWorkerBusy = false;
        this.#isStale = false;
        this.#previewHere(this.#input());
      },
    );
  }

  #rerunIfStale(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#update();
  }

  #finish(outcome: PreviewResult, took: number, { payload }: PreviewInput): void {
    // An input without a preview says nothing about how long the next one takes.
    if (outcome.kind === "preview") {
      this.#usesWorker = took > FRAME_BUDGET && !this.#isFirst;
      this.#isFirst = false;
    }
    batch(() => {
      this.duration.value = took;
      this.isCurrent.value = !this.#isStale;
      this.#store.previewResult.value = outcome;
      if (outcome.kind === "preview") this.#store.lastPreview.value = { ...outcome, payload };
      else if (outcome.kind === "blank") this.#store.lastPreview.value = undefined;
    });
  }
}
