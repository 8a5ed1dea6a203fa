// What is kept in the browser, over visits. Where it keeps nothing (private windows, blocked storage), nothing is kept,
// and the page works all the same.

export interface StoredValue<T extends string> {
  read(): T | undefined;
  /** Undefined forgets. */
  write(value: T | undefined): void;
}

/** A text under this name; one that `accepts` does not know is as good as none. */
export function storedValue<T extends string = string>(
  name: string,
  accepts: (text: string) => text is T = (_text): _text is T => true,
): StoredValue<T> {
  const key = `userlike-limeobject.${name}`;
  return {
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
