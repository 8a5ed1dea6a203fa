// Icons inside the page's own elements; Lime's components take the icon's name instead.

import styles from "./icon.module.css";
import { type IconName, icons } from "./icons.ts";

interface IconProps {
  name: IconName;
  /** Accessible name. Default: the icon is decorative. */
  label?: string | undefined;
}

export function Icon({ name, label }: IconProps) {
  const role = label === undefined ? { "aria-hidden": true } : { role: "img" as const, "aria-label": label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a label, or is hidden from screen readers
    <svg viewBox="0 0 24 24" class={styles.icon} {...role}>
      <path d={icons[name]} />
    </svg>
  );
}
