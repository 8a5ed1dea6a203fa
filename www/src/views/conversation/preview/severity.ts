// Severities of findings and problems.

import type { Finding, Problem } from "userlike-limeobject";
import { icon } from "../../../elements/icon.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";

export type Severity = Finding["severity"];

/** Most severe first. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

export function severityIcon(severity: Severity): SVGSVGElement {
  const severityElement = icon(severity, t(severity));
  severityElement.classList.add(severity);
  return severityElement;
}

export function counts(found: readonly (Finding | Problem)[]): Record<Severity, number> {
  const of = (severity: Severity) => found.filter((finding) => finding.severity === severity).length;
  return { error: of("error"), warning: of("warning"), info: of("info") };
}
