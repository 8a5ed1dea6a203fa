import type { InputHTMLAttributes } from "preact";
import styles from "./select-box.module.css";

interface SelectBoxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "role" | "type" | "class"> {
  role: "gridcell" | "columnheader";
}

/** First cell of a row or of the head: a checkbox. */
export function SelectBox({ role, ...attributes }: SelectBoxProps) {
  const cell = { role, "aria-colindex": 1 };
  return (
    <div {...cell} class={styles.box}>
      <input type="checkbox" class={styles.check} {...attributes} />
    </div>
  );
}
