// Components of the form: created once and updated with each state, so that focus and caret stay.

export interface Component<State> {
  readonly element: HTMLElement;
  show(state: State): void;
}

/** Keeps one component per key in `container`, in the order of the items. */
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
      // Components in the right place are not moved: moving an element removes its focus.
      if (part.element === next) next = next.nextElementSibling;
      else container.insertBefore(part.element, next);
      part.show(item);
    }
  };
}
