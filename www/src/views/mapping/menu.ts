// Menu button: arrows move through the menu, Escape and clicks outside close it.

import { icon } from "../../elements/icon.ts";
import type { IconName } from "../../elements/icons.ts";
import { element as make } from "../../platform/dom.ts";
import { newId } from "./controls.ts";

export interface MenuItem {
  value: string;
  text: string;
  secondary?: string | undefined;
  icon?: IconName | undefined;
  disabled?: boolean;
  /** Whether the item is the selected one of a group. */
  checked?: boolean;
}

export interface Menu {
  element: HTMLElement;
  label(text: string): void;
  show(items: readonly MenuItem[]): void;
}

/** `compact`: only the icon is visible. */
export function menu(
  name: string,
  symbol: IconName,
  chosen: (value: string) => void,
  { compact = false, hint = "" } = {},
): Menu {
  const label = make("span", { class: compact ? "visually-hidden" : "" }, name);
  const trigger = make(
    "button",
    { type: "button", class: compact ? "button quiet" : "button", "aria-haspopup": "menu", "aria-expanded": "false" },
    icon(symbol),
    label,
  );
  if (hint !== "") trigger.title = hint;
  const list = make("div", { role: "menu", id: newId(), hidden: true, "aria-label": name });
  trigger.setAttribute("aria-controls", list.id);
  const element = make("div", { class: "menu" }, trigger, list);
  const items = () => [...list.querySelectorAll<HTMLElement>("button:not([disabled])")];
  const open = (isOpen: boolean) => {
    list.hidden = !isOpen;
    trigger.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    // Open towards the side with more space.
    list.classList.toggle("to-left", trigger.getBoundingClientRect().left > innerWidth / 2);
    items()[0]?.focus();
  };
  trigger.addEventListener("click", () => open(list.hidden !== false));
  trigger.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    open(true);
  });
  list.addEventListener("click", (event) => {
    const { value } = (event.target as Element).closest("button")?.dataset ?? {};
    if (value === undefined) return;
    open(false);
    trigger.focus();
    chosen(value);
  });
  list.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all.at(to % all.length)?.focus();
    else if (event.key === "Escape") {
      open(false);
      trigger.focus();
    } else return;
    event.preventDefault();
  });
  element.addEventListener("focusout", (event) => {
    if (!element.contains(event.relatedTarget as Node | null)) open(false);
  });
  return {
    element,
    label: (text) => {
      label.textContent = text;
    },
    show: (entries) => {
      list.replaceChildren(
        ...entries.map(({ value, text, secondary, icon: symbol, disabled, checked }) =>
          make(
            "button",
            {
              type: "button",
              role: checked === undefined ? "menuitem" : "menuitemradio",
              "aria-checked": checked === undefined ? undefined : String(checked),
              tabindex: "-1",
              disabled,
              "data-value": value,
            },
            symbol && icon(symbol),
            checked && icon("check"),
            make("bdi", {}, text),
            secondary !== undefined && make("bdi", { class: "hint" }, secondary),
          ),
        ),
      );
    },
  };
}
