// A value as it is now and as it would be after sending.

import type { ComponentChildren } from "preact";
import { Icon } from "../../../elements/icon.tsx";
import { preview as t } from "../../../i18n/messages/preview.ts";
import styles from "./difference.module.css";

interface DifferenceProps {
  /** Name of the property, where it is not shown otherwise. */
  label?: string;
  now: ComponentChildren;
  after: ComponentChildren;
  /** Whether the value is written, rather than kept as it is. */
  isWritten: boolean;
}

export function Difference({ label, now, after, isWritten }: DifferenceProps) {
  return (
    <div class={styles.difference}>
      {label !== undefined && <bdi class={styles.label}>{label}</bdi>}
      {isWritten ? <del>{now}</del> : <span>{now}</span>}
      {isWritten ? (
        <Icon name="arrow_right" label={t("after")} />
      ) : (
        <span class={styles.remark}>{t("notWritten")}</span>
      )}
      <ins class={isWritten ? styles.written : undefined}>{after}</ins>
    </div>
  );
}
