import { clsx } from "clsx";
import type { ButtonHTMLAttributes } from "preact";
import styles from "./button.module.css";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

interface Appearance {
  /** Default: outlined. */
  kind?: "primary" | "danger" | "quiet" | undefined;
  icon?: IconName | undefined;
}

type ButtonProps = Appearance & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "icon">;

/** Button of the page. Default: `type="button"`. */
export function Button({ kind, icon, class: name, children, ...attributes }: ButtonProps) {
  return (
    <button type="button" {...attributes} class={clsx(buttonClass(kind), name as string | undefined)}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

type IconButtonProps = {
  icon: IconName;
  /** Accessible name and tooltip. */
  label: string;
} & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "icon" | "label" | "class">;

/** Button that shows an icon alone. */
export function IconButton({ label, ...attributes }: IconButtonProps) {
  return <Button kind="quiet" class={styles.square} aria-label={label} title={label} {...attributes} />;
}

/** Returns the class of a link or a label that looks like a button. */
export function buttonClass(kind?: Appearance["kind"]): string {
  return clsx(styles.button, kind && styles[kind]);
}
