import { clsx } from "clsx";
import type { HTMLAttributes } from "preact";
import styles from "./card.module.css";

/** Section on a surface of its own. Give it `aria-labelledby`. */
export function Card({ class: name, ...attributes }: HTMLAttributes<HTMLElement>) {
  return <section {...attributes} class={clsx(styles.card, name as string | undefined)} />;
}
