// State of the page. The documents are its source of truth; `previewResult` is derived from them (see preview/preview-
// controller.ts).

import { USERLIKE_HOSTS } from "userlike-limeobject";
import { storedValue } from "../platform/local-storage.ts";
import { onChange, Signal } from "../platform/signal.ts";
import { type ExampleName, examplePayload, examples, type SourceLocation } from "./documents.ts";
import { indentJson } from "./indent-json.ts";
import { LimetypeIndex } from "./limetype-index.ts";
import type { MapperInput } from "./mapper.ts";
import type { LastPreview, PreviewResult } from "./preview-result.ts";
import { type DryRunState, isUnsettled, type SendState } from "./send-state.ts";
import { UndoableText } from "./undoable-text.ts";

/** The configuration that the worker has stored. */
export interface SavedConfig {
  text: string;
  version: number;
  savedAt: string | null;
}

/** Origin of the limetypes. */
export type LimetypesSource = { from: "built-in" } | { from: "file"; name: string } | { from: "worker"; url: string };

const storedExample = storedValue("example", (text): text is ExampleName => text === "rich" || text === "short");

export class Store {
  /** The current conversation's payload. */
  readonly payload: Signal<string>;
  /** The example that is shown, or that is shown next. */
  readonly example: Signal<ExampleName>;
  /** Whether the payload is the example; see `showExample`. */
  readonly isExample = new Signal(true);
  readonly config = new UndoableText(examples.config);
  /** The configuration that the worker uses; null without a worker or before it was loaded. */
  readonly savedConfig = new Signal<SavedConfig | null>(null);
  readonly limetypes = new Signal(examples.limetypes);
  readonly limetypesSource = new Signal<LimetypesSource>({ from: "built-in" });
  /** Hosts that media files may be fetched from: those of the worker's settings or, while they are not known, Userlike's. */
  readonly mediaHosts = new Signal<readonly string[]>(USERLIKE_HOSTS);
  /** Whether the payload's transcript may be a part only; the worker then completes it. */
  readonly isPartial = new Signal(false);
  /** Name of the instance chosen by the user; null: chosen by the topics. */
  readonly instance = new Signal<string | null>(null);

  /** Preview of the documents, or the reason why there is none. */
  readonly previewResult = new Signal<PreviewResult>({ kind: "pending" });
  /** The last preview that there was, and its payload: shown while the documents have none. */
  readonly lastPreview = new Signal<LastPreview | undefined>(undefined);
  readonly sendState = new Signal<SendState>({ status: "idle" });
  /** Result of the last dry run. */
  readonly dryRun = new Signal<DryRunState>({ status: "none" });
  readonly limetypeIndex: Signal<LimetypeIndex>;
  /** Locations under the pointer or the focus. */
  readonly highlighted = new Signal<readonly SourceLocation[]>([]);
  /** Location to reveal; the view that shows its document does so and sets it to null. */
  readonly revealTarget = new Signal<SourceLocation | null>(null);

  #ownPayload = "";

  constructor() {
    this.example = new Signal(storedExample.read() ?? "rich");
    this.payload = new Signal(examplePayload(this.example.value));
    this.limetypeIndex = new Signal(new LimetypeIndex(this.limetypes.value));
    onChange(this.limetypes, (limetypes) => {
      this.limetypeIndex.value = new LimetypeIndex(limetypes);
    });
    onChange(this.payload, () => {
      if (!isUnsettled(this.sendState.value)) this.sendState.value = { status: "idle" };
    });
    for (const signal of [this.payload, this.config, this.mediaHosts, this.instance]) {
      onChange<unknown>(signal, () => {
        const dryRun = this.dryRun.value;
        if (dryRun.status === "known") this.dryRun.value = { ...dryRun, isCurrent: false };
        else if (dryRun.status === "failed") this.dryRun.value = { status: "none" };
      });
    }
  }

  get mapperInput(): MapperInput {
    return { config: this.config.value, limetypes: this.limetypes.value, mediaHosts: this.mediaHosts.value };
  }

  /** Replaces the payload with one from the user. */
  setPayload(payload: string): void {
    this.isExample.value = false;
    this.instance.value = null;
    // It is of another conversation.
    this.lastPreview.value = undefined;
    this.payload.value = indentJson(payload);
  }

  /** Shows the payload of an earlier visit as it was. */
  restorePayload(payload: string, instance: string | null): void {
    this.isExample.value = false;
    this.instance.value = instance;
    this.payload.value = payload;
  }

  /** Replaces the user's payload with the example. */
  discardPayload(): void {
    this.showExample(true);
    this.#ownPayload = "";
  }

  /** Shows an example, or returns to the payload before it. Default: the example that was shown last. */
  showExample(on: boolean, example = this.example.value): void {
    if (on === this.isExample.value && example === this.example.value) return;
    if (on && !this.isExample.value) this.#ownPayload = this.payload.value;
    this.example.value = example;
    storedExample.write(example);
    this.isExample.value = on;
    this.instance.value = null;
    this.payload.value = on ? examplePayload(example) : this.#ownPayload;
  }

  /** Whether the configuration differs from the one that the worker uses. */
  get hasUnsavedConfig(): boolean {
    return this.savedConfig.value !== null && this.savedConfig.value.text !== this.config.value;
  }
}
