import type { ComponentChildren } from "preact";
import styles from "./empty-state.module.css";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

interface EmptyStateProps {
  icon?: IconName;
  role?: "alert";
  /** Heading first, then what can be done. */
  children: ComponentChildren;
}

/** Fills the place of contents that are missing. */
export function EmptyState({ icon, role, children }: EmptyStateProps) {
  return (
    <div class={styles.emptyState} role={role}>
      {icon && <Icon name={icon} />}
      {children}
    </div>
  );
}
