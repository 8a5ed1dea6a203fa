// The summary in one or two lines, read out when it changes.

import type { Preview } from "userlike-limeobject";
import { element } from "../dom.ts";
import type { Outcome } from "../previewer.ts";
import { counted, severities } from "./severity.ts";

/** The words for an outcome; `kept` says that an older preview is still shown. */
export function renderSummary(outcome: Outcome, kept: boolean): HTMLElement[] {
  const old = kept ? " The last good preview is shown below." : "";
  switch (outcome.kind) {
    case "blank":
      return [
        headline("blank", "No conversation yet."),
        element("p", {}, `Put a payload into the text on the payload tab.${old}`),
      ];
    case "payload":
      return [headline("error", "The payload can’t be read."), element("p", {}, `See its text for the place.${old}`)];
    case "config": {
      const errors = outcome.problems.filter(({ severity }) => severity === "error");
      return [
        headline("error", "The configuration can’t be used."),
        element("p", {}, `${counted("error", errors.length)} to solve.${old}`),
      ];
    }
    case "failure":
      return [headline("error", "The preview failed."), element("p", {}, `That is a fault of this page.${old}`)];
    case "preview": {
      const found = [...outcome.preview.findings, ...outcome.warnings];
      const counts = severities.map((severity) => ({
        severity,
        count: found.filter((finding) => finding.severity === severity).length,
      }));
      return [
        verdict(outcome.preview),
        element(
          "ul",
          { class: "counts" },
          ...counts
            .filter(({ count }) => count > 0)
            .map(({ severity, count }) => element("li", { class: `severity ${severity}` }, counted(severity, count))),
        ),
      ];
    }
  }
}

function verdict({ findings, objects }: Preview): HTMLElement {
  if (findings.some(({ severity }) => severity === "error")) {
    return headline("error", "Not ready: this would not be sent.");
  }
  if (objects.length === 0) return headline("blank", "Nothing would be written.");
  return headline("ready", "Ready: Lime CRM should accept this.");
}

function headline(state: string, text: string): HTMLElement {
  return element("p", { class: `headline ${state}` }, text);
}
