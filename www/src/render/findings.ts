// What is worth knowing about a preview.

import type { Finding, Problem } from "userlike-limeobject";
import { placeOfProblem } from "../documents.ts";
import { element, foreign } from "../dom.ts";
import { placeButton } from "./place.ts";
import { roleName } from "./role.ts";
import { section } from "./section.ts";
import { type Severity, severityLabel } from "./severity.ts";

/** What should be looked at before this is sent, the worst first; undefined when there is nothing. */
export function renderFindings(findings: readonly Finding[], warnings: readonly Problem[]): HTMLElement | undefined {
  const of = (severity: Severity) => [
    ...findings.filter((finding) => finding.severity === severity).map(renderFinding),
    ...warnings.filter((warning) => warning.severity === severity).map(renderProblem),
  ];
  return list("Findings", [...of("error"), ...of("warning")]);
}

/** What is worth knowing, and nothing more; undefined when there is nothing. */
export function renderNotes(findings: readonly Finding[]): HTMLElement | undefined {
  return list("Notes", findings.filter(({ severity }) => severity === "info").map(renderFinding));
}

function list(title: string, rows: HTMLElement[]): HTMLElement | undefined {
  return rows.length === 0 ? undefined : section(title, element("ul", { class: "list findings" }, ...rows));
}

/** One thing that is wrong with the configuration or the metadata. */
export function renderProblem(problem: Problem): HTMLElement {
  const { severity, code, message } = problem;
  return row(severity, code, message, undefined, [placeButton(placeOfProblem(problem))]);
}

function renderFinding({ severity, code, message, object, property, source, config }: Finding): HTMLElement {
  const about = [object && roleName(object), property].filter((part) => part != null).join(" · ");
  return row(severity, code, message, about, [
    ...(source == null ? [] : [placeButton({ document: "payload", pointer: source })]),
    ...(config == null ? [] : [placeButton({ document: "config", pointer: config })]),
  ]);
}

function row(severity: Severity, code: string, message: string, about: string | undefined, places: HTMLElement[]) {
  return element(
    "li",
    { class: `card finding ${severity}`, "data-places": true },
    element(
      "div",
      { class: "finding-head" },
      severityLabel(severity),
      about ? foreign(about, { class: "about" }) : undefined,
      element("code", { class: "code" }, code),
    ),
    element("p", { dir: "auto" }, message),
    element("div", { class: "places" }, ...places),
  );
}
