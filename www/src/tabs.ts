// Tabs by the book (WAI-ARIA Authoring Practices): one stop for the Tab key, arrows, Home and End between them.

import { element } from "./dom.ts";

export interface TabInfo<Id extends string> {
  id: Id;
  name: string;
  panel: HTMLElement;
}

export class Tabs<Id extends string> {
  readonly list: HTMLElement;
  readonly #entries: readonly { id: Id; tab: HTMLButtonElement; panel: HTMLElement; flag: HTMLElement }[];
  #selected: Id;

  constructor(label: string, selected: Id, tabs: readonly TabInfo<Id>[]) {
    this.#entries = tabs.map(({ id, name, panel }) => {
      const flag = element("span", { class: "tab-flag" });
      const tab = element(
        "button",
        { type: "button", role: "tab", id: `${id}-tab`, "aria-controls": panel.id, "data-document": id },
        name,
        flag,
      );
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => this.select(id));
      return { id, tab, panel, flag };
    });
    this.#selected = selected;
    this.list = element(
      "div",
      { class: "tabs", role: "tablist", "aria-label": label },
      ...this.#entries.map(({ tab }) => tab),
    );
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.select(selected);
  }

  get selected(): Id {
    return this.#selected;
  }

  select(id: Id): void {
    this.#selected = id;
    for (const entry of this.#entries) {
      const selected = entry.id === id;
      entry.tab.setAttribute("aria-selected", String(selected));
      entry.tab.tabIndex = selected ? 0 : -1;
      entry.panel.hidden = !selected;
    }
  }

  /** Flags a tab whose panel has something wrong, in words for those who don't see the flag. */
  flag(id: Id, problem: string | undefined): void {
    for (const { flag } of this.#entries.filter((entry) => entry.id === id)) {
      flag.replaceChildren(...(problem ? [element("span", { class: "visually-hidden" }, ` (${problem})`)] : []));
      flag.toggleAttribute("data-on", problem !== undefined);
    }
  }

  /** Shows on the tabs in which of the panels there are marks. */
  marked(ids: ReadonlySet<Id>): void {
    for (const { id, tab } of this.#entries) tab.toggleAttribute("data-marked", ids.has(id));
  }

  #key(event: KeyboardEvent): void {
    const last = this.#entries.length - 1;
    const at = this.#entries.findIndex(({ id }) => id === this.#selected);
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
