import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import styles from "./notice.module.css";

interface NoticeProps {
  /** Default: neutral, without an icon. */
  kind?: "success" | "error" | "warning" | "info" | undefined;
  /** First line of a notice that has more to say. */
  title?: string | undefined;
  /** `status` or `alert`, when the notice appears after something happened. */
  role?: "status" | "alert" | undefined;
  children?: ComponentChildren;
}

const icons = { success: "checked", error: "error", warning: "warning", info: "info" } as const;

export function Notice({ kind, title, role, children }: NoticeProps) {
  return (
    <div class={clsx(styles.notice, kind && styles[kind])} role={role}>
      {kind && <Icon name={icons[kind]} />}
      <div class={styles.text} dir="auto">
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
