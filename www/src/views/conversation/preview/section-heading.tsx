import type { ComponentChildren } from "preact";
import styles from "./section-heading.module.css";

/** Heading of a section of the preview. */
export function SectionHeading({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <h3 class={styles.heading} id={id}>
      {children}
    </h3>
  );
}
