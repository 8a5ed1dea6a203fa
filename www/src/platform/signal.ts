// Observable values: Preact's signals. A component that reads one while it renders is rendered again when it changes.

import { effect, untracked } from "@preact/signals";

export { batch, computed, effect, type ReadonlySignal, Signal, untracked } from "@preact/signals";

export type Unsubscribe = () => void;

/** Calls `listener` on every change of a signal, but not with its present value. Returns a function that unsubscribes. */
export function onChange<T>(signal: { readonly value: T }, listener: (value: T) => void): Unsubscribe {
  let isFirst = true;
  return effect(() => {
    const { value } = signal;
    if (!isFirst) untracked(() => listener(value));
    isFirst = false;
  });
}
