import { clsx } from "clsx";
import { Button } from "../../elements/button.tsx";
import { muted } from "../../elements/text.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import styles from "./reason-list.module.css";

export interface Reason {
  key: string;
  severity: "error" | "warning";
  label: string;
  /** What it concerns. */
  about: string;
  message: string;
  /** What to do about it. */
  help: string;
  rows: number;
  onShow(): void;
}

/** Reasons in words, each with what to do and with a button that shows the conversations that it concerns. */
export function ReasonList({ title, reasons }: { title: string; reasons: readonly Reason[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul class={styles.list}>
        {reasons.map(({ key, severity, label, about, message, help, rows, onShow }) => (
          <li key={key} class={clsx(styles.reason, styles[severity])}>
            <p class={styles.head}>
              <strong>{label}</strong> {about !== "" && <bdi class={muted}>{about}</bdi>}
            </p>
            <p dir="auto">{message}</p>
            {help !== "" && <p class={muted}>{help}</p>}
            <Button onClick={onShow}>{t("showOnly", { n: rows })}</Button>
          </li>
        ))}
      </ul>
    </>
  );
}
