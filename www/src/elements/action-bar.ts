// limel-action-bar with corrected roles: it declares itself a grid but has neither rows nor a grid's keyboard support,
// so it becomes a group of buttons.

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
  // The component replaces its items when its actions change.
  new MutationObserver(apply).observe(shadowRoot, { childList: true, subtree: true });
}
