import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import type { Severity } from "userlike-limeobject";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import styles from "./message.module.css";

interface MessageProps {
  severity: Severity;
  /** What it is about. */
  label?: string | undefined;
  text: string;
  children?: ComponentChildren;
}

/** Item of a list of problems or findings. */
export function Message({ severity, label, text, children }: MessageProps) {
  return (
    <li class={clsx(styles.message, styles[severity])}>
      <strong>{label === undefined ? t(severity) : `${t(severity)} · ${label}`}</strong> <span dir="auto">{text}</span>{" "}
      {children}
    </li>
  );
}
