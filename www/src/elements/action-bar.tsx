// limel-action-bar with corrected roles: it declares itself a grid but has neither rows nor a grid's keyboard support,
// so it becomes a group of buttons.

import type { LimeProperties } from "./lime.ts";
import { LimeElement } from "./lime-element.tsx";

interface ActionBarProps {
  properties: LimeProperties<"limel-action-bar">;
  /** Called with the `value` of the chosen action. */
  onSelect(value: string): void;
}

export function ActionBar({ properties, onSelect }: ActionBarProps) {
  return (
    <LimeElement
      tag="limel-action-bar"
      properties={properties}
      on={{
        itemSelected: ({ detail }) => {
          if ("value" in detail) onSelect(String(detail.value));
        },
      }}
      onCreate={(bar) => void correctRoles(bar)}
    />
  );
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
