// Cross-highlighting: hovering or focusing an element highlights everything that shows the same location of a document.

import { onChange, type Signal, type Unsubscribe } from "../platform/signal.ts";
import type { SourceLocation } from "../state/documents.ts";

/** Signal with the locations under the pointer or the focus. */
export type Highlight = Signal<readonly SourceLocation[]>;

const locations = new WeakMap<Element, readonly SourceLocation[]>();

/** What is highlighted at present, for elements that are created meanwhile. */
let current: readonly SourceLocation[] = [];

interface LinkedAttributes {
  ref(element: HTMLElement | null): void;
  "data-linked": string;
}

/** Returns the attributes of an element that shows locations: `<div {...linked(location)}>`. */
export function linked(...shown: readonly SourceLocation[]): LinkedAttributes {
  return {
    ref: (element) => {
      if (element === null) return;
      locations.set(element, shown);
      mark(element);
    },
    "data-linked": "",
  };
}

/** Publishes what is hovered or focused inside `root`, and marks matching elements there. */
export function trackHighlight(root: HTMLElement, highlighted: Highlight): Unsubscribe {
  const point = ({ target }: Event) => {
    const over = target instanceof Element ? target.closest("[data-linked]") : null;
    highlighted.value = (over && locations.get(over)) ?? NONE;
  };
  const clear = () => {
    highlighted.value = NONE;
  };
  const events = [
    ["pointerover", point],
    ["focusin", point],
    ["pointerleave", clear],
    ["focusout", clear],
  ] as const;
  for (const [name, listener] of events) root.addEventListener(name, listener);
  const unsubscribe = onChange(highlighted, (now) => {
    current = now;
    for (const element of root.querySelectorAll("[data-linked]")) mark(element);
  });
  return () => {
    unsubscribe();
    for (const [name, listener] of events) root.removeEventListener(name, listener);
  };
}

const NONE: readonly SourceLocation[] = [];

function mark(element: Element): void {
  const shown = current.length === 0 ? NONE : (locations.get(element) ?? NONE);
  element.toggleAttribute(
    "data-pointed",
    shown.some((location) => current.some((other) => isRelated(location, other))),
  );
}

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
