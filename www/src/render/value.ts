// One property value, as Lime CRM's REST API takes it.

import type { Preview } from "userlike-limeobject";
import { element, foreign } from "../dom.ts";
import type { PropertyName } from "../names.ts";
import { link } from "./link.ts";

type Value = Preview["objects"][number]["values"][string];
type OptionKey = Extract<Value, { key: string }>;

/** A value that fits into a line or a few. */
export function renderValue(value: Value, known: PropertyName | undefined): HTMLElement {
  if (value === null) return element("span", { class: "muted" }, "null (cleared)");
  if (value === "") return element("span", { class: "muted" }, "empty text");
  if (typeof value === "string") return link(value) ?? foreign(value, { class: "line" });
  if (Array.isArray(value)) {
    if (value.length === 0) return element("span", { class: "muted" }, "no options");
    return element(
      "ul",
      { class: "options" },
      ...value.map((option) => element("li", {}, renderOption(option, known))),
    );
  }
  if (typeof value === "object") return renderOption(value, known);
  return element("span", { class: "literal" }, String(value));
}

/** A text of many lines, with all of its spaces; focusable, so that the keyboard can scroll it. */
export function renderBlock(text: string, label: string): HTMLElement {
  return element("pre", { class: "text", dir: "auto", tabindex: "0", role: "region", "aria-label": label }, text);
}

function renderOption({ key }: OptionKey, known: PropertyName | undefined): HTMLElement {
  const text = known?.options.get(key);
  const shown = element("span", { class: "option" });
  if (text !== undefined && text !== key) shown.append(foreign(text), " ");
  shown.append(element("code", { class: "name" }, foreign(key)));
  return shown;
}
