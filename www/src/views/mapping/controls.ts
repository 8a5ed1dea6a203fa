// Lime's form fields as parts: each shows a value and tells when somebody changes it.

import type { IconName } from "../../elements/icons.ts";
import { lime } from "../../elements/lime.ts";
import type { Part } from "./parts.ts";

/** What a field shows beside its value: a sentence below it, and whether that is a complaint. */
export interface Shown<Value> {
  value: Value;
  complaint?: string | undefined;
}

export interface Choice {
  value: string;
  text: string;
  secondary?: string | undefined;
}

interface TextOptions {
  label: string;
  help?: string;
  placeholder?: string;
  type?: HTMLLimelInputFieldElement["type"];
  changed(value: string): void;
}

export interface TextField extends Part<Shown<string>> {
  readonly element: HTMLLimelInputFieldElement;
  complete(texts: readonly string[]): void;
}

export function textField({ label, help, placeholder, type, changed }: TextOptions): TextField {
  const element = lime("limel-input-field", { label, type: type ?? "text" });
  if (placeholder !== undefined) element.placeholder = placeholder;
  if (type === "number") element.step = "any";
  if (type === "textarea") element.classList.add("several-lines");
  element.addEventListener("change", (event) => {
    event.stopPropagation();
    changed(event.detail);
  });
  return {
    element,
    show: ({ value, complaint }) => {
      assign(element, { value, invalid: complaint !== undefined, helperText: complaint ?? help ?? "" });
    },
    complete: (texts) => {
      element.completions = [...texts];
    },
  };
}

interface SelectOptions {
  label: string;
  help?: string;
  changed(value: string): void;
}

/** A list to choose one from. A value that is not in the list is put there, as it is. */
export function selectField({ label, help, changed }: SelectOptions): Part<
  Shown<string> & { choices: readonly Choice[]; required?: boolean }
> & {
  readonly element: HTMLLimelSelectElement;
} {
  const element = lime("limel-select", { label });
  let shown = "";
  element.addEventListener("change", (event) => {
    event.stopPropagation();
    if (!Array.isArray(event.detail)) changed(event.detail.value);
  });
  return {
    element,
    show: ({ value, complaint, choices, required }) => {
      const known = choices.some((choice) => choice.value === value);
      const all = known || value === "" ? choices : [...choices, { value, text: value }];
      const options = all.map(({ value, text, secondary }) => ({
        value,
        text,
        ...(secondary === undefined ? {} : { secondaryText: secondary }),
      }));
      const now = JSON.stringify([options, value]);
      // Options are compared by identity: new ones would close an open list.
      if (now !== shown) {
        shown = now;
        element.options = options;
        const chosen = options.find((option) => option.value === value);
        if (chosen !== undefined) element.value = chosen;
      }
      assign(element, {
        invalid: complaint !== undefined,
        helperText: complaint ?? help ?? "",
        required: required === true,
      });
    },
  };
}

/** A list to choose several from. */
export function severalField({
  label,
  help,
  changed,
}: {
  label: string;
  help?: string;
  changed(values: string[]): void;
}): Part<Shown<readonly string[]> & { choices: readonly Choice[] }> {
  const element = lime("limel-select", { label, multiple: true });
  let shown = "";
  element.addEventListener("change", (event) => {
    event.stopPropagation();
    if (Array.isArray(event.detail)) changed(event.detail.map((option) => option.value));
  });
  return {
    element,
    show: ({ value, complaint, choices }) => {
      const strangers = value.filter((text) => !choices.some((choice) => choice.value === text));
      const options = [...choices, ...strangers.map((text) => ({ value: text, text }))];
      const now = JSON.stringify([options, value]);
      if (now !== shown) {
        shown = now;
        element.options = options.map(({ value, text }) => ({ value, text }));
        element.value = options
          .filter((option) => value.includes(option.value))
          .map(({ value, text }) => ({ value, text }));
      }
      assign(element, { invalid: complaint !== undefined, helperText: complaint ?? help ?? "" });
    },
  };
}

export function switchField({
  label,
  changed,
}: {
  label: string;
  changed(value: boolean): void;
}): Part<Shown<boolean> & { help?: string | undefined }> {
  const element = lime("limel-switch", { label });
  element.addEventListener("change", (event) => {
    event.stopPropagation();
    changed(event.detail);
  });
  return {
    element,
    show: ({ value, complaint, help }) => {
      assign(element, { value, invalid: complaint !== undefined, helperText: complaint ?? help ?? "" });
    },
  };
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

/** Sets what differs: every property that is set makes an element draw itself again. */
export function assign<Element extends HTMLElement>(element: Element, properties: Partial<Element>): void {
  for (const key of Object.keys(properties) as (keyof Element)[]) {
    const value = properties[key];
    if (element[key] !== value) element[key] = value as Element[keyof Element];
  }
}
