// What the page knows. The texts are the truth; the outcome is made of them (see preview/previewing.ts).

import { Signal } from "../platform/signal.ts";
import { examples, type SourceLocation } from "./documents.ts";
import { indentJson } from "./indent-json.ts";
import type { LimetypeNames } from "./limetype-names.ts";
import type { PreviewResult } from "./preview-result.ts";
import type { DryRunState, SendState } from "./send-state.ts";
import { UndoableText } from "./undoable-text.ts";

/** The configuration as the worker has it. */
export interface SavedConfig {
  text: string;
  version: number;
  savedAt: string | null;
}

/** Where the limetypes come from. */
export type LimetypesSource = { from: "built-in" } | { from: "file"; name: string } | { from: "worker"; url: string };

export class Store {
  /** The conversation as Userlike sends it. */
  readonly payload = new Signal(examples.payload);
  /** Whether the payload is the example; see `showExample`. */
  readonly isExample = new Signal(true);
  readonly config = new UndoableText(examples.config);
  /** What the worker delivers by; null while there is no worker, or it has not said. */
  readonly savedConfig = new Signal<SavedConfig | null>(null);
  readonly limetypes = new Signal(examples.limetypes);
  readonly limetypesSource = new Signal<LimetypesSource>({ from: "built-in" });
  /** The instance that a person chose by name; null leaves it to the topics. */
  readonly instance = new Signal<string | null>(null);

  /** What the texts become. */
  readonly previewResult = new Signal<PreviewResult>({ kind: "pending" });
  readonly sendState = new Signal<SendState>({ status: "idle" });
  /** What a send would change in Lime CRM. */
  readonly dryRun = new Signal<DryRunState>({ status: "none" });
  /** The names that the limetypes give to things. */
  readonly names: Signal<LimetypeNames>;
  /** What is pointed at (hover, focus), wherever it is shown. */
  readonly highlighted = new Signal<readonly SourceLocation[]>([]);
  /** A place that a person wants to see; the view that shows its text goes there, and sets it null. */
  readonly revealTarget = new Signal<SourceLocation | null>(null);

  #ownPayload = "";

  /** `read` reads the names in limetypes. */
  constructor(read: (limetypes: string) => LimetypeNames) {
    this.names = new Signal(read(this.limetypes.value));
    this.limetypes.subscribe((limetypes) => this.names.set(read(limetypes)));
    this.payload.subscribe(() => {
      if (this.sendState.value.status !== "sending") this.sendState.set({ status: "idle" });
    });
    for (const cell of [this.payload, this.config, this.instance]) {
      cell.subscribe(() => {
        const dryRun = this.dryRun.value;
        if (dryRun.status === "known") this.dryRun.set({ ...dryRun, isCurrent: false });
        else if (dryRun.status === "failed") this.dryRun.set({ status: "none" });
      });
    }
  }

  /** A payload that a person brought. */
  setPayload(payload: string): void {
    this.isExample.set(false);
    this.instance.set(null);
    this.payload.set(indentJson(payload));
  }

  /** Shows the example, and hides it: what was there before comes back. */
  showExample(on: boolean): void {
    if (on === this.isExample.value) return;
    if (on) this.#ownPayload = this.payload.value;
    this.isExample.set(on);
    this.instance.set(null);
    this.payload.set(on ? examples.payload : this.#ownPayload);
  }

  /** Whether the configuration here is what the worker delivers by. */
  get hasUnsavedConfig(): boolean {
    return this.savedConfig.value !== null && this.savedConfig.value.text !== this.config.value;
  }
}
