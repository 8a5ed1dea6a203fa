// Severities of findings and problems.

import type { Finding } from "userlike-limeobject";
import { Icon } from "../../../elements/icon.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import styles from "./severity-icon.module.css";

export type Severity = Finding["severity"];

/** Most severe first. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

export function SeverityIcon({ severity }: { severity: Severity }) {
  return (
    <span class={styles[severity]}>
      <Icon name={severity} label={t(severity)} />
    </span>
  );
}
