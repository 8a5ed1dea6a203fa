// What is worth knowing about a preview, the worst first.

import type { Finding, Problem } from "userlike-limeobject";
import { element, foreign } from "../dom.ts";
import { placeButton } from "./place.ts";
import { roleName } from "./role.ts";
import { section } from "./section.ts";
import { severities, severityLabel } from "./severity.ts";

export function renderFindings(findings: readonly Finding[], warnings: readonly Problem[]): HTMLElement {
  if (findings.length + warnings.length === 0) {
    return section("Findings", element("p", { class: "empty" }, "None: every value goes into Lime CRM as it is."));
  }
  const rows = [
    ...findings.map((finding) => ({ severity: finding.severity, shown: renderFinding(finding) })),
    ...warnings.map((warning) => ({ severity: warning.severity, shown: renderProblem(warning) })),
  ];
  return section(
    "Findings",
    element(
      "ul",
      { class: "list findings" },
      ...severities.flatMap((severity) => rows.filter((row) => row.severity === severity).map(({ shown }) => shown)),
    ),
  );
}

/** One thing that is wrong with the configuration or the metadata. */
export function renderProblem({ severity, code, message, document, pointer, line, column }: Problem): HTMLElement {
  return row(severity, code, message, undefined, [placeButton({ document, pointer, line, column })]);
}

function renderFinding({ severity, code, message, object, property, source, config }: Finding): HTMLElement {
  const about = [object && roleName(object), property].filter((part) => part !== undefined).join(" · ");
  return row(severity, code, message, about, [
    ...(source === undefined ? [] : [placeButton({ document: "payload", pointer: source })]),
    ...(config === undefined ? [] : [placeButton({ document: "config", pointer: config })]),
  ]);
}

function row(
  severity: Finding["severity"],
  code: string,
  message: string,
  about: string | undefined,
  places: HTMLElement[],
) {
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
