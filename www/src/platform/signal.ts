// A value that can be watched.

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

  /** Setting what is there already tells nobody. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** Calls at every change, until what is answered is called. */
  subscribe(listener: (value: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls now, and at every change. */
  watch(listener: (value: T) => void): Unsubscribe {
    listener(this.#value);
    return this.subscribe(listener);
  }
}
