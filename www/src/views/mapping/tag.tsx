import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import styles from "./tag.module.css";

interface TagProps {
  /** Default: something that is so; `warning`: something to look at. */
  kind?: "warning" | undefined;
  title?: string | undefined;
  children: ComponentChildren;
}

/** One or two words beside a name. */
export function Tag({ kind, title, children }: TagProps) {
  return (
    <span class={clsx(styles.tag, kind && styles[kind])} title={title}>
      {children}
    </span>
  );
}
