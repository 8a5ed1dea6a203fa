// limel-action-bar, mended for screen readers: it calls itself a grid, but has no rows, and no keys of a grid. What it is, is
// a group of buttons.

import { type LimeProperties, lime } from "./lime.ts";

export function actionBar(properties: LimeProperties<"limel-action-bar">): HTMLLimelActionBarElement {
  const bar = lime("limel-action-bar", properties);
  void correctRoles(bar);
  return bar;
}

async function correctRoles(bar: HTMLLimelActionBarElement): Promise<void> {
  await customElements.whenDefined(bar.localName);
  await bar.componentOnReady();
  const { shadowRoot } = bar;
  if (!shadowRoot) return;
  const apply = () => {
    bar.setAttribute("role", "group");
    for (const part of shadowRoot.querySelectorAll("[role=rowgroup], [role=gridcell]"))
      part.setAttribute("role", "none");
  };
  apply();
  // Its items are made anew when its actions change.
  new MutationObserver(apply).observe(shadowRoot, { childList: true, subtree: true });
}
