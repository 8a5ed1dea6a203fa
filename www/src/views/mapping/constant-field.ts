// Field for a constant, with a control by property type. A value that does not fit the control is shown as text, so
// that it can be seen and corrected.

import type { PropertyInfo } from "userlike-limeobject";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import type { Component } from "./component.ts";
import { checkboxGroup, type SelectOption, selectField, textField } from "./controls.ts";

export interface ConstantState {
  /** Undefined without a value. */
  value: unknown;
  error: string | undefined;
}

export interface ConstantOptions {
  label: string;
  help?: string;
  changed(value: unknown): void;
}

/** Control for a constant. */
type ControlType = "options" | "several" | "yesno" | "number" | "date" | "month" | "lines" | "text";

/** Number in JSON syntax. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Replaces the control when the property or the value requires another one. */
export function constantField(
  options: ConstantOptions,
): Component<ConstantState & { property: PropertyInfo | undefined }> {
  const element = document.createElement("div");
  element.className = "constant";
  let current: { control: ControlType; property: PropertyInfo | undefined; part: Component<ConstantState> } | undefined;
  return {
    element,
    show: ({ property, value, error }) => {
      const control = controlFor(property, value);
      if (current?.control !== control || current.property?.name !== property?.name) {
        // Keep the control while the user types: a partial number is not a number yet.
        const typing =
          current !== undefined &&
          current.property?.name === property?.name &&
          element.contains(document.activeElement);
        if (!typing || current === undefined) {
          current = { control, property, part: createControl(control, property, options) };
          element.replaceChildren(current.part.element);
        }
      }
      current.part.show({ value, error });
    },
  };
}

function controlFor(property: PropertyInfo | undefined, value: unknown): ControlType {
  const fits = (right: boolean, control: ControlType): ControlType => (value === undefined || right ? control : "text");
  switch (property?.type) {
    case "option":
      return fits(typeof value === "string", "options");
    case "set":
      return fits(setKeys(value) !== undefined, "several");
    case "yesno":
      return fits(typeof value === "boolean", "yesno");
    case "integer":
    case "decimal":
    case "percent":
    case "user":
    case "file":
    case "belongsto":
      return fits(typeof value === "number" || (typeof value === "string" && NUMBER.test(value)), "number");
    case "date":
      return fits(typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value), "date");
    case "month":
      return fits(typeof value === "string" && /^\d{4}-\d\d$/.test(value), "month");
    case "text":
    case "xml":
      return fits(typeof value === "string", "lines");
    default:
      return "text";
  }
}

function createControl(
  control: ControlType,
  property: PropertyInfo | undefined,
  options: ConstantOptions,
): Component<ConstantState> {
  const { label, help = "", changed } = options;
  switch (control) {
    case "options": {
      const field = selectField({ label, help, changed });
      const choices = [{ value: "", text: t("none") }, ...choicesOf(property)];
      const show = ({ value, error }: ConstantState) => field.show({ value: String(value ?? ""), error, choices });
      return { element: field.element, show };
    }
    case "several": {
      const field = checkboxGroup({ label, help, changed: (values) => changed(values) });
      const choices = choicesOf(property);
      const show = ({ value, error }: ConstantState) => field.show({ value: setKeys(value) ?? [], error, choices });
      return { element: field.element, show };
    }
    case "yesno": {
      const field = selectField({
        label,
        help,
        changed: (value) => changed(value === "" ? undefined : value === "true"),
      });
      const choices = [
        { value: "", text: t("none") },
        { value: "true", text: t("yes") },
        { value: "false", text: t("no") },
      ];
      const show = ({ value, error }: ConstantState) => field.show({ value: String(value ?? ""), error, choices });
      return { element: field.element, show };
    }
    default: {
      const types = { number: "number", date: "date", month: "month", lines: "lines", text: "text" } as const;
      const number = control === "number";
      const given = (value: string) => changed(number && isExactNumber(value) ? Number(value) : value);
      const field = textField({ label, help, type: types[control], changed: given });
      const show = ({ value, error }: ConstantState) => field.show({ value: constantInputText(value), error });
      return { element: field.element, show };
    }
  }
}

function choicesOf(property: PropertyInfo | undefined): SelectOption[] {
  const options = (property?.options ?? []).filter((option) => option.key !== "");
  return options.map(({ key, text, inactive }) => ({
    value: key,
    text: text || key,
    secondary: inactive ? `${key} · ${t("inactive")}` : text === key ? undefined : key,
  }));
}

/** Reads the keys of a set: a list, or one text with commas. */
function setKeys(value: unknown): string[] | undefined {
  if (typeof value === "string") return value.split(",").map((text) => text.trim());
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  return value === undefined ? [] : undefined;
}

function constantInputText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Returns whether JavaScript represents the number exactly. */
function isExactNumber(text: string): boolean {
  return NUMBER.test(text) && (!Number.isInteger(Number(text)) || Number.isSafeInteger(Number(text)));
}
