// Keyboard navigation in the grid.

/** Returns the index of the row that an element is in. */
export function rowIndexOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest("[role=row]") : null;
  const rowIndex = row?.getAttribute("aria-rowindex");
  return rowIndex == null ? undefined : Number(rowIndex) - 2;
}

/** Returns whether the target has its own click behavior. */
export function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a, button, input") !== null;
}

/** Returns the row that a key leads to. */
export function targetOfKey(key: string, index: number, page: number, last: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: last,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(last, to));
}

/** Moves the focus between the row, its checkbox, buttons and links. */
export function moveWithinRow(target: Element, step: number): void {
  const row = target.closest<HTMLElement>("[role=row]");
  if (row === null) return;
  const stops = [row, ...row.querySelectorAll<HTMLElement>("input, button, a[href]")].filter(
    (stop) => stop.offsetParent !== null,
  );
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
}
