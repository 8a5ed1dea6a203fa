import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import type { CheckStatus, RowSendState } from "./row.ts";
import styles from "./state-badge.module.css";

type State = CheckStatus | RowSendState["progress"];

/** State of a conversation, with a mark whose shape and color say how good it is. */
export function StateBadge({ state, children }: { state: State; children: ComponentChildren }) {
  return (
    <span class={styles.badge}>
      <StateMark state={state} />
      {children}
    </span>
  );
}

export function StateMark({ state }: { state: State }) {
  return <span aria-hidden="true" class={clsx(styles.mark, styles[kinds[state]])} />;
}

const kinds = {
  ready: "good",
  done: "good",
  warnings: "doubtful",
  waiting: "doubtful",
  blocked: "bad",
  unreadable: "bad",
  failed: "bad",
  running: "active",
  unchecked: "neutral",
  cancelled: "neutral",
} as const satisfies Record<State, string>;

/** Share of each state of a set of conversations. */
export function StateBar({ shares }: { shares: readonly { state: State; count: number }[] }) {
  return (
    <div class={styles.bar} aria-hidden="true">
      {shares.map(
        ({ state, count }) =>
          count > 0 && (
            <span key={state} class={clsx(styles.share, styles[kinds[state]])} style={{ flexGrow: count }} />
          ),
      )}
    </div>
  );
}
