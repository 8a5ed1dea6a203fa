// What keeps a preview from being made, in its place.

import { element } from "../dom.ts";
import type { Outcome } from "../previewer.ts";
import { renderProblem } from "./findings.ts";
import { placeButton } from "./place.ts";
import { severities } from "./severity.ts";

export function renderTrouble(outcome: Outcome): HTMLElement[] {
  switch (outcome.kind) {
    case "preview":
    case "blank":
      return [];
    case "payload": {
      const { message, line, column, pointer } = outcome.error;
      return [
        element(
          "div",
          { class: "card finding error", "data-places": true },
          element("p", { dir: "auto" }, message),
          pointer !== undefined || line !== undefined
            ? element("div", { class: "places" }, placeButton({ document: "payload", pointer, line, column }))
            : undefined,
        ),
      ];
    }
    case "config":
      return [
        element(
          "ul",
          { class: "list findings", "aria-label": "Problems of the configuration" },
          ...severities.flatMap((severity) =>
            outcome.problems.filter((problem) => problem.severity === severity).map(renderProblem),
          ),
        ),
      ];
    case "failure":
      return [
        element("p", { class: "notice" }, "Reload the page to go on. If it happens again, this is what to report:"),
        element("pre", { class: "text", tabindex: "0" }, String(outcome.error)),
      ];
  }
}
