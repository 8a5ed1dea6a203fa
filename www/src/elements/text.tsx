import type { ComponentChildren } from "preact";
import styles from "./text.module.css";

/** Class of secondary text. */
export const muted = styles.muted;

/** Text for screen readers only. */
export function VisuallyHidden({ children }: { children: ComponentChildren }) {
  return <span class={styles.visuallyHidden}>{children}</span>;
}
