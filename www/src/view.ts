// The right half: shows an outcome, and keeps the last good preview in sight while the texts are being changed.

import { byId, element } from "./dom.ts";
import type { Names } from "./names.ts";
import type { Outcome } from "./previewer.ts";
import { renderFindings, renderNotes } from "./render/findings.ts";
import { renderInstance } from "./render/instance.ts";
import { renderLookups } from "./render/lookups.ts";
import { renderObjects } from "./render/objects.ts";
import { renderSummary } from "./render/summary.ts";
import { renderTrouble } from "./render/trouble.ts";

/** A preview that takes longer than a frame says so. */
const frame = 16;

export class View {
  readonly #summary = byId("summary");
  readonly #duration = byId("duration");
  readonly #trouble = byId("trouble");
  readonly #result = byId("result");
  #kept = false;

  show(outcome: Outcome, names: Names): void {
    if (outcome.kind === "preview") {
      const { preview, warnings } = outcome;
      const parts = [
        renderInstance(preview),
        renderFindings(preview.findings, warnings),
        ...(preview.instance ? [renderLookups(preview, names), renderObjects(preview, names)] : []),
        renderNotes(preview.findings),
      ];
      this.#result.replaceChildren(...parts.filter((part) => part !== undefined));
      this.#kept = true;
    }
    const stale = this.#kept && outcome.kind !== "preview";
    this.#result.toggleAttribute("data-stale", stale);
    this.#trouble.replaceChildren(
      ...renderTrouble(outcome),
      ...(stale ? [element("p", { class: "notice" }, "Below: the last good preview, from before this change.")] : []),
    );
    this.#summarize(renderSummary(outcome, stale));
  }

  duration(milliseconds: number): void {
    this.#duration.textContent = milliseconds > frame ? `Took ${Math.round(milliseconds)} ms` : "";
  }

  /** Touches the live region only when there is something new to say. */
  #summarize(summary: HTMLElement[]): void {
    const words = (elements: Iterable<Element>) => Array.from(elements, (part) => part.textContent).join("\n");
    if (words(summary) !== words(this.#summary.children)) this.#summary.replaceChildren(...summary);
  }
}
