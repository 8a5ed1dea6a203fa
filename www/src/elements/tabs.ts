// Tabs after the WAI-ARIA Authoring Practices: one stop for the Tab key; arrows, Home and End move between tabs.

import { type Child, element } from "../platform/dom.ts";

export interface TabInfo<Id extends string> {
  id: Id;
  label: Child[];
  panel: HTMLElement;
}

export class Tabs<Id extends string> {
  readonly list: HTMLElement;
  readonly #entries: readonly { id: Id; tab: HTMLButtonElement; panel: HTMLElement }[];
  readonly #selected: (id: Id) => void;
  #current: Id;

  /** `selected` is called when the selection changes. */
  constructor(label: string, current: Id, tabs: readonly TabInfo<Id>[], selected: (id: Id) => void) {
    this.#selected = selected;
    this.#current = current;
    this.#entries = tabs.map(({ id, label, panel }) => {
      panel.id = `${id}-panel`;
      const tab = element(
        "button",
        { type: "button", role: "tab", class: "segment", id: `${id}-tab`, "aria-controls": panel.id },
        ...label,
      );
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => this.select(id));
      return { id, tab, panel };
    });
    this.list = element(
      "div",
      { class: "segments", role: "tablist", "aria-label": label },
      ...this.#entries.map(({ tab }) => tab),
    );
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.#draw();
  }

  get current(): Id {
    return this.#current;
  }

  select(id: Id): void {
    if (id === this.#current) return;
    this.#current = id;
    this.#draw();
    this.#selected(id);
  }

  /** Shows on a tab that its panel contains the highlighted location. */
  mark(id: Id, marked: boolean): void {
    this.#entries.find((entry) => entry.id === id)?.tab.toggleAttribute("data-marked", marked);
  }

  #draw(): void {
    for (const { id, tab, panel } of this.#entries) {
      const isCurrent = id === this.#current;
      tab.setAttribute("aria-selected", String(isCurrent));
      tab.tabIndex = isCurrent ? 0 : -1;
      panel.hidden = !isCurrent;
    }
  }

  #key(event: KeyboardEvent): void {
    const last = this.#entries.length - 1;
    const at = this.#entries.findIndex(({ id }) => id === this.#current);
    const target = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const entry = target === undefined ? undefined : this.#entries[target];
    if (!entry) return;
    event.preventDefault();
    this.select(entry.id);
    entry.tab.focus();
  }
}
