// Cross-highlighting: hovering or focusing an element highlights everything that shows the same location of a document.

import { onChange, type Unsubscribe } from "../platform/signal.ts";
import type { SourceLocation } from "../state/documents.ts";
import type { Store } from "../state/store.ts";

const locations = new WeakMap<Element, readonly SourceLocation[]>();

/** Declares which locations an element shows. */
export function linkLocations<E extends HTMLElement>(element: E, ...linked: SourceLocation[]): E {
  locations.set(element, linked);
  element.dataset.linked = "";
  return element;
}

/** Publishes what is hovered or focused inside `root`, and highlights matching elements there. */
export function trackHighlight(root: HTMLElement, store: Store): Unsubscribe {
  const point = ({ target }: Event) => {
    const over = target instanceof Element ? target.closest("[data-linked]") : null;
    store.highlighted.value = (over && locations.get(over)) ?? NONE;
  };
  const clear = () => {
    store.highlighted.value = NONE;
  };
  root.addEventListener("pointerover", point);
  root.addEventListener("focusin", point);
  root.addEventListener("pointerleave", clear);
  root.addEventListener("focusout", clear);
  return onChange(store.highlighted, (highlighted) => applyHighlight(root, highlighted));
}

/** Updates the highlight of elements that were added to `root` since the last change. */
export function applyHighlight(root: HTMLElement, highlighted: readonly SourceLocation[]): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-linked]")) {
    const at = highlighted.length === 0 ? [] : (locations.get(element) ?? []);
    element.toggleAttribute(
      "data-pointed",
      at.some((location) => highlighted.some((other) => isRelated(location, other))),
    );
  }
}

const NONE: readonly SourceLocation[] = [];

/**
 * Returns whether the shown location is the highlighted one, lies inside it, or encloses it by at most two levels (a
 * message encloses its text).
 */
function isRelated(shown: SourceLocation, highlighted: SourceLocation): boolean {
  if (shown.document !== highlighted.document || !shown.pointer || !highlighted.pointer) return false;
  const deeper = depthWithin(highlighted.pointer, shown.pointer);
  return depthWithin(shown.pointer, highlighted.pointer) >= 0 || (deeper >= 0 && deeper <= 2);
}

/** Returns the number of levels from `outer` down to `inner`; -1 when `inner` is not inside. */
function depthWithin(inner: string, outer: string): number {
  if (inner === outer) return 0;
  return inner.startsWith(`${outer}/`) ? inner.slice(outer.length).split("/").length - 1 : -1;
}
