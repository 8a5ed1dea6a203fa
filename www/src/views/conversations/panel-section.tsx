import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import styles from "./panel-section.module.css";

interface PanelSectionProps {
  /** Name of the section as a region. Default: it is none. */
  label?: string | undefined;
  /** Shown above the table where there is no room beside it. Default: below it. */
  isFirst?: boolean | undefined;
  children: ComponentChildren;
}

/** Part of the panel beside the table. In narrow windows each part is a card of its own. */
export function PanelSection({ label, isFirst = false, children }: PanelSectionProps) {
  const Element = label === undefined ? "div" : "section";
  return (
    <Element class={clsx(styles.section, isFirst && styles.first)} aria-label={label}>
      {children}
    </Element>
  );
}

/** Row of buttons in the panel. */
export function PanelTools({ children }: { children: ComponentChildren }) {
  return <div class={styles.tools}>{children}</div>;
}

/** Secondary text in the panel. */
export function PanelNote({ children }: { children: ComponentChildren }) {
  return <p class={styles.note}>{children}</p>;
}
