// Field for a payload path, typed with completion or picked, with its current value.

import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";
import { iconButton, textField } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import type { PayloadTree } from "./model/payload-tree.ts";

export interface PathState {
  path: string;
  label: string;
  payload: PayloadTree;
  error: string | undefined;
}

export function pathField(editing: EditorContext, changed: (path: string) => void): Component<PathState> {
  let path = "";
  const now = make("span", { class: "now" });
  const field = textField({ label: "", changed });
  field.input.addEventListener("focus", () => field.complete(editing.paths()), { once: true });
  const picker = iconButton("pick", t("pick"), async () => {
    const picked = await editing.pickField(path);
    if (picked !== undefined) changed(picked);
  });
  const element = make("div", { class: "path" }, field.element, picker, now);
  return {
    element,
    show: (state) => {
      path = state.path;
      field.label(state.label);
      const label = path === "" ? t("pick") : t("pickInstead", { path });
      if (picker.label !== label) picker.label = label;
      field.show({ value: path, error: state.error });
      const found = path === "" ? undefined : state.payload.at(path);
      const value = found && summary(found.value, found.kind);
      now.textContent = path === "" ? "" : value ? t("now", { value }) : t("nowNothing");
      now.classList.toggle("nothing", !value);
    },
  };
}

/** Returns the short text of a field: its value or its size. */
export function summary(value: string, kind: string): string {
  if (kind === "list") return t("items", { n: Number(value) });
  if (kind === "object") return t("fields", { n: Number(value) });
  return value;
}
