// Severities of findings and problems.

import type { Finding } from "userlike-limeobject";
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
