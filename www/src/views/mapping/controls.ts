// Form fields as components. They are native elements with a label and a description, because the names of Lime's input
// fields do not reach screen readers through their shadow roots.

import type { IconName } from "../../elements/icons.ts";
import { lime } from "../../elements/lime.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";

/** Value of a field and an error that replaces its help text. */
export interface FieldState<Value> {
  value: Value;
  error?: string | undefined;
}

export interface SelectOption {
  value: string;
  text: string;
  /** Name in Lime CRM, where it differs from the text. */
  secondary?: string | undefined;
}

interface FieldOptions {
  label: string;
  help?: string;
}

export interface TextField extends Component<FieldState<string>> {
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  label(text: string): void;
  /** Sets the texts offered while typing. */
  complete(texts: readonly string[]): void;
}

interface TextOptions extends FieldOptions {
  type?: "text" | "search" | "number" | "date" | "month" | "lines";
  changed(value: string): void;
}

export function textField({ label, help, type = "text", changed }: TextOptions): TextField {
  const input =
    type === "lines"
      ? make("textarea", { class: "field-control", rows: "3" })
      : make("input", { class: "field-control", type, autocomplete: "off", spellcheck: "false" });
  if (type === "number") input.setAttribute("step", "any");
  const frame = labelledField(input, label, help);
  input.addEventListener("input", () => changed(input.value));
  return {
    element: frame.element,
    input,
    label: frame.label,
    show: ({ value, error }) => {
      if (input.value !== value && !isHalfTyped(input)) input.value = value;
      frame.complain(error);
    },
    complete: (texts) => {
      if (input.hasAttribute("list")) return;
      const list = make("datalist", { id: newId() });
      list.append(...texts.map((text) => make("option", { value: text })));
      input.setAttribute("list", list.id);
      frame.element.append(list);
    },
  };
}

/** A partially typed number or date has no value; assigning one would erase the input. */
function isHalfTyped(input: HTMLInputElement | HTMLTextAreaElement): boolean {
  return input === document.activeElement && input.validity.badInput;
}

/** Select. A value that is not among the options is added to them. */
export function selectField({
  label,
  help,
  changed,
}: FieldOptions & { changed(value: string): void }): Component<
  FieldState<string> & { choices: readonly SelectOption[] }
> {
  const select = make("select", { class: "field-control" });
  const frame = labelledField(select, label, help);
  let rendered = "";
  select.addEventListener("change", () => changed(select.value));
  return {
    element: frame.element,
    show: ({ value, error, choices }) => {
      const isKnown = choices.some((choice) => choice.value === value);
      const options = isKnown ? choices : [...choices, { value, text: value }];
      const now = JSON.stringify(options);
      if (now !== rendered) {
        rendered = now;
        select.replaceChildren(...options.map((option) => make("option", { value: option.value }, textOf(option))));
      }
      if (select.value !== value) select.value = value;
      frame.complain(error);
    },
  };
}

function textOf({ text, secondary }: SelectOption): string {
  return secondary === undefined ? text : `${text} (${secondary})`;
}

/** Group of checkboxes for several values. */
export function checkboxGroup({
  label,
  help,
  changed,
}: FieldOptions & { changed(values: string[]): void }): Component<
  FieldState<readonly string[]> & { choices: readonly SelectOption[] }
> {
  const group = make("div", { class: "several", role: "group" });
  const frame = labelledField(group, label, help);
  let rendered = "";
  group.addEventListener("change", () => {
    const boxes = [...group.querySelectorAll("input")];
    changed(boxes.filter((box) => box.checked).map((box) => box.value));
  });
  return {
    element: frame.element,
    show: ({ value, error, choices }) => {
      const unknownValues = value.filter((text) => !choices.some((choice) => choice.value === text));
      const options = [...choices, ...unknownValues.map((text) => ({ value: text, text }))];
      const now = JSON.stringify(options);
      if (now !== rendered) {
        rendered = now;
        group.replaceChildren(
          ...options.map((option) =>
            make("label", { class: "check" }, make("input", { type: "checkbox", value: option.value }), textOf(option)),
          ),
        );
      }
      for (const box of group.querySelectorAll("input")) box.checked = value.includes(box.value);
      frame.complain(error);
    },
  };
}

export function switchField({
  label,
  changed,
}: {
  label: string;
  changed(value: boolean): void;
}): Component<FieldState<boolean> & { help?: string | undefined }> {
  const box = make("input", { type: "checkbox", role: "switch" });
  const hint = make("span", { class: "field-hint", id: newId() });
  box.setAttribute("aria-describedby", hint.id);
  box.addEventListener("change", () => changed(box.checked));
  return {
    element: make("div", { class: "field" }, make("label", { class: "check" }, box, make("span", {}, label)), hint),
    show: ({ value, error, help }) => {
      box.checked = value;
      showHint(hint, error ?? help ?? "", error !== undefined);
      box.setAttribute("aria-invalid", String(error !== undefined));
    },
  };
}

/** Adds a label and a description, which shows the help text or an error. */
function labelledField(control: HTMLElement, label: string, help = "") {
  const hint = make("span", { class: "field-hint", id: newId(), dir: "auto" }, help);
  control.id = newId();
  control.setAttribute("aria-describedby", hint.id);
  const isGroup = control.role === "group";
  const name = make(isGroup ? "span" : "label", { class: "field-label", id: newId() }, label);
  if (isGroup) control.setAttribute("aria-labelledby", name.id);
  else name.setAttribute("for", control.id);
  return {
    element: make("div", { class: "field" }, name, control, hint),
    label: (text: string) => {
      if (name.textContent !== text) name.textContent = text;
    },
    complain: (complaint: string | undefined) => {
      showHint(hint, complaint ?? help, complaint !== undefined);
      control.setAttribute("aria-invalid", String(complaint !== undefined));
    },
  };
}

function showHint(hint: HTMLElement, text: string, isComplaint: boolean): void {
  if (hint.textContent !== text) hint.textContent = text;
  hint.classList.toggle("complaint", isComplaint);
}

/** Number of assigned ids. */
let ids = 0;

export function newId(): string {
  ids += 1;
  return `mapping-${ids}`;
}

export function iconButton(icon: IconName, label: string, pressed: () => void): HTMLLimelIconButtonElement {
  const element = lime("limel-icon-button", { icon, label });
  element.addEventListener("click", () => {
    if (!element.disabled) pressed();
  });
  return element;
}

export function button(
  label: string,
  pressed: () => void,
  options: { icon?: IconName; primary?: boolean; outlined?: boolean } = {},
): HTMLLimelButtonElement {
  const element = lime("limel-button", { label, ...options });
  element.addEventListener("click", () => {
    if (!element.disabled) pressed();
  });
  return element;
}
