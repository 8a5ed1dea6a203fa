import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import { ExternalLink } from "../../../elements/external-link.tsx";
import styles from "./badge.module.css";

interface BadgeProps {
  /** Default: neutral. */
  kind?: "accent" | "info" | "warning";
  /** Makes the badge a link. */
  url?: string | undefined;
  title?: string | undefined;
  children: ComponentChildren;
}

/** Short state of something, after its name. */
export function Badge({ kind, url, title, children }: BadgeProps) {
  const name = clsx(styles.badge, kind && styles[kind]);
  if (url === undefined) {
    return (
      <bdi class={name} title={title}>
        {children}
      </bdi>
    );
  }
  return (
    <span class={name} title={title}>
      <ExternalLink url={url}>{children}</ExternalLink>
    </span>
  );
}
