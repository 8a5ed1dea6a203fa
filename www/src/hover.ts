// The ties between the preview and the texts: pointing at a row of the preview, or moving the focus into it, marks where its
// values come from; a place's button goes there.

import type { Place } from "./documents.ts";
import { placeOf } from "./render/place.ts";

export interface Ties {
  mark: (places: Place[]) => void;
  goTo: (place: Place) => void;
}

export function tie(preview: HTMLElement, { mark, goTo }: Ties): void {
  let shown: Element | null = null;
  const show = (target: EventTarget | null) => {
    const row = target instanceof Element ? target.closest("[data-places]") : null;
    if (row === shown) return;
    shown = row;
    mark(row ? Array.from(row.querySelectorAll<HTMLElement>(".place"), placeOf) : []);
  };
  // Not mouseover: that one also comes when the preview changes below a pointer that rests, and would scroll the text away
  // under the hands of whoever types.
  preview.addEventListener("pointermove", ({ target }) => show(target));
  preview.addEventListener("pointerleave", () => show(null));
  preview.addEventListener("focusin", ({ target }) => show(target));
  preview.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>(".place") : null;
    if (button) goTo(placeOf(button));
  });
}
