import type { ComponentChildren } from "preact";
import { Icon } from "../../../elements/icon.tsx";
import type { IconName } from "../../../elements/icons.ts";
import styles from "./nothing-here.module.css";

/** Says that a section has nothing to list. */
export function NothingHere({ icon, children }: { icon: IconName; children: ComponentChildren }) {
  return (
    <p class={styles.none}>
      <Icon name={icon} />
      {children}
    </p>
  );
}
