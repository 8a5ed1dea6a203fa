// Ties what is shown to its places in the texts: what is pointed at, by pointer or by focus, is marked wherever else it is
// shown.

import type { Unsubscribe } from "../platform/signal.ts";
import type { SourceLocation } from "../state/documents.ts";
import type { Store } from "../state/store.ts";

const locations = new WeakMap<Element, readonly SourceLocation[]>();

/** Says that an element shows what is at these places. */
export function linkLocations<E extends HTMLElement>(element: E, ...linked: SourceLocation[]): E {
  locations.set(element, linked);
  element.dataset.linked = "";
  return element;
}

/** Follows pointer and focus inside `root`, and marks there what is pointed at anywhere. */
export function trackHighlight(root: HTMLElement, store: Store): Unsubscribe {
  const point = ({ target }: Event) => {
    const over = target instanceof Element ? target.closest("[data-linked]") : null;
    store.highlighted.set((over && locations.get(over)) ?? NONE);
  };
  const clear = () => store.highlighted.set(NONE);
  root.addEventListener("pointerover", point);
  root.addEventListener("focusin", point);
  root.addEventListener("pointerleave", clear);
  root.addEventListener("focusout", clear);
  return store.highlighted.subscribe((pointed) => applyHighlight(root, pointed));
}

/** Marks anew what was put into `root` since. */
export function applyHighlight(root: HTMLElement, highlighted: readonly SourceLocation[]): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-linked]")) {
    const at = highlighted.length === 0 ? [] : (locations.get(element) ?? []);
    element.toggleAttribute(
      "data-pointed",
      at.some((place) => highlighted.some((other) => isRelated(place, other))),
    );
  }
}

const NONE: readonly SourceLocation[] = [];

/** Whether what is shown is what is pointed at, or a part of it, or closely around it (a message around its text). */
function isRelated(shown: SourceLocation, pointed: SourceLocation): boolean {
  if (shown.document !== pointed.document || !shown.pointer || !pointed.pointer) return false;
  const deeper = depthWithin(pointed.pointer, shown.pointer);
  return depthWithin(shown.pointer, pointed.pointer) >= 0 || (deeper >= 0 && deeper <= 2);
}

/** How many steps it is from `outer` in to `inner`; -1 when it is not inside. */
function depthWithin(inner: string, outer: string): number {
  if (inner === outer) return 0;
  return inner.startsWith(`${outer}/`) ? inner.slice(outer.length).split("/").length - 1 : -1;
}
