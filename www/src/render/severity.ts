// How severities are called, counted and shown.

import type { Finding } from "userlike-limeobject";
import { element } from "../dom.ts";

export type Severity = Finding["severity"];

/** The worst first. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

const words: Record<Severity, [one: string, many: string]> = {
  error: ["error", "errors"],
  warning: ["warning", "warnings"],
  info: ["note", "notes"],
};

/** "2 errors" */
export function counted(severity: Severity, count: number): string {
  return `${count} ${words[severity][count === 1 ? 0 : 1]}`;
}

/** The word for one of them, as a small label. */
export function severityLabel(severity: Severity): HTMLElement {
  return element("span", { class: `severity ${severity}` }, words[severity][0]);
}
