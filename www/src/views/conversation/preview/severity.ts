// Severities of findings and problems.

import type { Finding, Problem } from "userlike-limeobject";
import { icon } from "../../../elements/icon.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";

export type Severity = Finding["severity"];

/** Most severe first. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

export function severityIcon(severity: Severity): SVGSVGElement {
  const made = icon(severity, t(severity));
  made.classList.add(severity);
  return made;
}

export function counts(found: readonly (Finding | Problem)[]): Record<Severity, number> {
  const of = (severity: Severity) => found.filter((finding) => finding.severity === severity).length;
  return { error: of("error"), warning: of("warning"), info: of("info") };
}
