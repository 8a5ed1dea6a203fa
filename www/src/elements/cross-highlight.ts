// Ties what is shown to its places in the texts: what is pointed at, by pointer or by focus, is marked wherever else it is
// shown.

import type { Stop } from "../platform/signal.ts";
import type { Place } from "../state/documents.ts";
import type { Store } from "../state/store.ts";

const places = new WeakMap<Element, readonly Place[]>();

/** Says that an element shows what is at these places. */
export function linked<E extends HTMLElement>(element: E, ...at: Place[]): E {
  places.set(element, at);
  element.dataset.linked = "";
  return element;
}

/** Follows pointer and focus inside `root`, and marks there what is pointed at anywhere. */
export function follow(root: HTMLElement, store: Store): Stop {
  const point = ({ target }: Event) => {
    const over = target instanceof Element ? target.closest("[data-linked]") : null;
    store.pointed.set((over && places.get(over)) ?? nothing);
  };
  const away = () => store.pointed.set(nothing);
  root.addEventListener("pointerover", point);
  root.addEventListener("focusin", point);
  root.addEventListener("pointerleave", away);
  root.addEventListener("focusout", away);
  return store.pointed.subscribe((pointed) => mark(root, pointed));
}

/** Marks anew what was put into `root` since. */
export function mark(root: HTMLElement, pointed: readonly Place[]): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-linked]")) {
    const at = pointed.length === 0 ? [] : (places.get(element) ?? []);
    element.toggleAttribute(
      "data-pointed",
      at.some((place) => pointed.some((other) => touches(place, other))),
    );
  }
}

const nothing: readonly Place[] = [];

/** Whether what is shown is what is pointed at, or a part of it, or closely around it (a message around its text). */
function touches(shown: Place, pointed: Place): boolean {
  if (shown.document !== pointed.document || !shown.pointer || !pointed.pointer) return false;
  const deeper = depthWithin(pointed.pointer, shown.pointer);
  return depthWithin(shown.pointer, pointed.pointer) >= 0 || (deeper >= 0 && deeper <= 2);
}

/** How many steps it is from `outer` in to `inner`; -1 when it is not inside. */
function depthWithin(inner: string, outer: string): number {
  if (inner === outer) return 0;
  return inner.startsWith(`${outer}/`) ? inner.slice(outer.length).split("/").length - 1 : -1;
}
