import type { ComponentChildren } from "preact";
import styles from "./text.module.css";

/** Class of secondary text. */
export const muted = styles.muted;

/** Class of small headings in capitals. */
export const caps = styles.caps;

/** Text for screen readers only. */
export function VisuallyHidden({ children }: { children: ComponentChildren }) {
  return <span class={styles.visuallyHidden}>{children}</span>;
}
