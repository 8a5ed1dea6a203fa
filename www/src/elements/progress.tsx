import styles from "./progress.module.css";

/** Thin bar; without `value` it shows only that something happens. */
export function Progress({ label, value }: { label: string; value?: number | undefined }) {
  return <progress class={styles.bar} aria-label={label} value={value} />;
}
