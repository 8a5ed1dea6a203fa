// What the page knows. The texts are the truth; the outcome is made of them (see preview/previewing.ts).

import { Cell } from "../platform/signal.ts";
import { examples, type Place } from "./documents.ts";
import { indented } from "./indent-json.ts";
import type { Names } from "./limetype-names.ts";
import type { Outcome } from "./preview-result.ts";
import type { Forecasting, Sending } from "./send-state.ts";
import { History } from "./undoable-text.ts";

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
  readonly payload = new Cell(examples.payload);
  /** Whether the payload is the example; see `showExample`. */
  readonly example = new Cell(true);
  readonly config = new History(examples.config);
  /** What the worker delivers by; null while there is no worker, or it has not said. */
  readonly saved = new Cell<SavedConfig | null>(null);
  readonly limetypes = new Cell(examples.limetypes);
  readonly limetypesSource = new Cell<LimetypesSource>({ from: "built-in" });
  /** The instance that a person chose by name; null leaves it to the topics. */
  readonly instance = new Cell<string | null>(null);

  /** What the texts become. */
  readonly outcome = new Cell<Outcome>({ kind: "pending" });
  readonly sending = new Cell<Sending>({ is: "idle" });
  /** What a send would change in Lime CRM. */
  readonly forecast = new Cell<Forecasting>({ is: "none" });
  /** The names that the limetypes give to things. */
  readonly names: Cell<Names>;
  /** What is pointed at (hover, focus), wherever it is shown. */
  readonly pointed = new Cell<readonly Place[]>([]);
  /** A place that a person wants to see; the view that shows its text goes there, and sets it null. */
  readonly target = new Cell<Place | null>(null);

  #own = "";

  /** `read` reads the names in limetypes. */
  constructor(read: (limetypes: string) => Names) {
    this.names = new Cell(read(this.limetypes.value));
    this.limetypes.subscribe((limetypes) => this.names.set(read(limetypes)));
    this.payload.subscribe(() => {
      if (this.sending.value.is !== "sending") this.sending.set({ is: "idle" });
    });
    for (const cell of [this.payload, this.config, this.instance]) {
      cell.subscribe(() => {
        const forecast = this.forecast.value;
        if (forecast.is === "known") this.forecast.set({ ...forecast, current: false });
        else if (forecast.is === "failed") this.forecast.set({ is: "none" });
      });
    }
  }

  /** A payload that a person brought. */
  bring(payload: string): void {
    this.example.set(false);
    this.instance.set(null);
    this.payload.set(indented(payload));
  }

  /** Shows the example, and hides it: what was there before comes back. */
  showExample(on: boolean): void {
    if (on === this.example.value) return;
    if (on) this.#own = this.payload.value;
    this.example.set(on);
    this.instance.set(null);
    this.payload.set(on ? examples.payload : this.#own);
  }

  /** Whether the configuration here is what the worker delivers by. */
  get unsaved(): boolean {
    return this.saved.value !== null && this.saved.value.text !== this.config.value;
  }
}
