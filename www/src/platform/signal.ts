// An observable value.

export type Unsubscribe = () => void;

export class Signal<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  /** Notifies subscribers unless the value is unchanged. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** Calls `listener` on every change. Returns a function that unsubscribes. */
  subscribe(listener: (value: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` immediately and on every change. */
  watch(listener: (value: T) => void): Unsubscribe {
    listener(this.#value);
    return this.subscribe(listener);
  }
}
