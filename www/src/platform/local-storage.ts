// Values stored in localStorage. Without usable storage (private windows, blocked storage) reads return undefined and
// writes do nothing.

export interface StoredValue<T extends string> {
  /** Key in localStorage. */
  readonly key: string;
  read(): T | undefined;
  /** Undefined removes the value. */
  write(value: T | undefined): void;
}

/** Returns access to the value stored under `name`. Stored values that `accepts` rejects are ignored. */
export function storedValue<T extends string = string>(
  name: string,
  accepts: (text: string) => text is T = (_text): _text is T => true,
): StoredValue<T> {
  const key = `userlike-limeobject.${name}`;
  return {
    key,
    read: () => {
      try {
        const text = localStorage.getItem(key);
        return text !== null && accepts(text) ? text : undefined;
      } catch {
        return undefined;
      }
    },
    write: (value) => {
      try {
        if (value === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {}
    },
  };
}
