// Renders values as Lime CRM shows them: options by text, times in the user's locale, links.

import type { PropertyInfo } from "userlike-limeobject";
import { icon } from "../../../elements/icon.ts";
import { link } from "../../../elements/link.ts";
import { format } from "../../../i18n/format.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { bidiIsolate, type Child, element } from "../../../platform/dom.ts";

import type { Value } from "./context.ts";

type OptionKey = Extract<Value, { key: string }>;

export function valueElement(value: Value, known: PropertyInfo | undefined): HTMLElement {
  if (value === null) return placeholder(t("cleared"));
  if (value === "") return placeholder(t("empty"));
  if (typeof value === "boolean") {
    return element("span", { class: `yesno ${value}` }, icon(value ? "check" : "cancel"), value ? t("yes") : t("no"));
  }
  if (typeof value === "number") return element("span", { class: "number" }, String(value));
  if (typeof value === "string") return textElement(value, known);
  if (Array.isArray(value)) {
    if (value.length === 0) return placeholder(t("noOptions"));
    return element("span", { class: "options" }, ...value.map((option) => optionPill(option, known)));
  }
  return optionPill(value, known);
}

/** Renders a value in the form of Lime CRM's REST API: options with their text, relations as ids. */
export function apiValueElement(value: unknown, known: PropertyInfo | undefined): HTMLElement {
  if (Array.isArray(value)) {
    return element("span", { class: "options" }, ...value.map((item: unknown) => apiValueElement(item, known)));
  }
  if (typeof value === "object" && value !== null) {
    const { key, text } = value as { key?: unknown; text?: unknown };
    if (typeof key === "string") return optionPill({ key }, known, typeof text === "string" ? text : undefined);
    return bidiIsolate(JSON.stringify(value));
  }
  return valueElement((value ?? null) as Value, known);
}

function textElement(value: string, known: PropertyInfo | undefined): HTMLElement {
  if (known?.type === "time" || known?.type === "date") {
    const formatted = known.type === "time" ? format.dateTime(value) : format.date(`${value.slice(0, 10)}T00:00`);
    return element("time", { datetime: value, title: value }, bidiIsolate(formatted));
  }
  return link(value) ?? element("span", { class: "line", dir: "auto" }, value);
}

function optionPill({ key }: OptionKey, known: PropertyInfo | undefined, answeredText?: string): HTMLElement {
  const text = (known?.options.find((option) => option.key === key)?.text || undefined) ?? answeredText;
  const parts: Child[] = text === undefined || text === key ? [] : [bidiIsolate(text)];
  if (text === undefined || text.toLowerCase() !== key.toLowerCase()) parts.push(element("code", {}, bidiIsolate(key)));
  return element("span", { class: "pill", title: key }, ...parts);
}

function placeholder(text: string): HTMLElement {
  return element("span", { class: "nothing" }, text);
}
