// How the form's parts are kept up to date: a part is made once and shown the state again and again, so that focus and caret
// stay where they are.

export interface Component<State> {
  readonly element: HTMLElement;
  show(state: State): void;
}

/** Keeps one part for each key in `container`, in the order of the items; each is shown its item. */
export function keyedList<Item>(
  container: HTMLElement,
  make: (key: string) => Component<Item>,
): (items: readonly (readonly [key: string, item: Item])[]) => void {
  const parts = new Map<string, Component<Item>>();
  return (items) => {
    const wanted = new Set(items.map(([key]) => key));
    for (const [key, part] of parts) {
      if (wanted.has(key)) continue;
      part.element.remove();
      parts.delete(key);
    }
    let next = container.firstElementChild;
    for (const [key, item] of items) {
      const part = parts.get(key) ?? make(key);
      parts.set(key, part);
      // What stands in its place already is not touched: moving an element takes the focus out of it.
      if (part.element === next) next = next.nextElementSibling;
      else container.insertBefore(part.element, next);
      part.show(item);
    }
  };
}
