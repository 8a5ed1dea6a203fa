import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Card } from "../../elements/card.tsx";
import { Icon } from "../../elements/icon.tsx";
import type { IconName } from "../../elements/icons.ts";
import styles from "./setting-card.module.css";

interface SettingCardProps {
  icon: IconName;
  title: string;
  children: ComponentChildren;
}

/** Card of one group of settings. */
export function SettingCard({ icon, title, children }: SettingCardProps) {
  const id = useId();
  return (
    <Card class={styles.card} aria-labelledby={id}>
      <h2 id={id} class={styles.title}>
        <Icon name={icon} />
        {title}
      </h2>
      {children}
    </Card>
  );
}

/** Fields beside each other where there is room. */
export function FieldRow({ children }: { children: ComponentChildren }) {
  return <div class={styles.fields}>{children}</div>;
}

export function ButtonRow({ children }: { children: ComponentChildren }) {
  return <div class={styles.buttons}>{children}</div>;
}

/** What a group of settings comes to now. */
export function CurrentState({ kind, children }: { kind?: "sandbox" | undefined; children: ComponentChildren }) {
  return (
    <p class={styles.state} data-is={kind}>
      <span dir="auto">{children}</span>
    </p>
  );
}

/** A sentence with an address in place of `{url}`. */
export function SentenceWithAddress({ sentence, address }: { sentence: string; address: string }) {
  const [before = "", after = ""] = sentence.split("{url}", 2);
  return (
    <p class={styles.sentence}>
      {before}
      <bdi class={styles.address}>{address}</bdi>
      {after}
    </p>
  );
}
