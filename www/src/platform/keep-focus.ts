// Keeps the focus near its place when the element that has it is removed or disabled. Browsers give it to the document then,
// and whoever uses the keyboard begins at the top again.

/** Where an element was: its parent, and what is before and after it. */
interface Place {
  parent: Node | null;
  before: Node | null;
  after: Node | null;
}

/** Starts for the whole document. `home` contains the views, and gets the focus when nothing near is left. */
export function keepFocus(home: HTMLElement): void {
  let focused: Element | null = null;
  addEventListener("focusin", ({ target }) => {
    focused = target as Element;
  });
  addEventListener("focusout", () => {
    // A task later, because an element that is removed or disabled may lose the focus before that is reported below.
    setTimeout(() => {
      if (document.activeElement !== focused) focused = null;
    });
  });
  const observer = new MutationObserver((records) => {
    const lost = focused;
    if (lost === null) return;
    const place = lost.isConnected ? lost.matches(":disabled") && placeOf(lost) : placeOfRemoved(lost, records);
    // An element that was moved has lost the focus, too.
    if (!place && document.activeElement === lost) return;
    // Whoever removes an element may give the focus to another one.
    requestAnimationFrame(() => {
      const { activeElement } = document;
      if (activeElement !== document.body && activeElement !== lost) return;
      const next = place ? nearest(place, home) : lost;
      (next as HTMLElement).focus({ preventScroll: next === home });
    });
  });
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
}

const placeOf = ({ parentNode: parent, previousSibling: before, nextSibling: after }: Node): Place => ({
  parent,
  before,
  after,
});

function placeOfRemoved(lost: Node, records: readonly MutationRecord[]): Place {
  const root = lost.getRootNode();
  const record = records.findLast(({ removedNodes }) => [...removedNodes].includes(root as ChildNode));
  if (record === undefined) return { parent: null, before: null, after: null };
  const { target, previousSibling, nextSibling } = record;
  return { parent: target, before: previousSibling, after: nextSibling };
}

/** Returns the next control after a place or, at the end, before it; then that of its parents. */
function nearest({ parent, before, after }: Place, home: HTMLElement): HTMLElement {
  for (let node = after; node?.isConnected; node = node.nextSibling) {
    const [first] = controlsIn(node);
    if (first) return first;
  }
  for (let node = before; node?.isConnected; node = node.previousSibling) {
    const last = controlsIn(node).at(-1);
    if (last) return last;
  }
  if (!parent?.isConnected || parent === home || parent === document.body) return home;
  return nearest(placeOf(parent), home);
}

function controlsIn(node: Node): HTMLElement[] {
  if (!(node instanceof Element)) return [];
  const selector = "a[href], button, input, select, textarea, summary, [tabindex]";
  return [node, ...node.querySelectorAll<HTMLElement>(selector)].filter(
    (element): element is HTMLElement =>
      element instanceof HTMLElement &&
      element.tabIndex >= 0 &&
      !element.matches(":disabled, [inert] *") &&
      element.checkVisibility({ visibilityProperty: true }),
  );
}
