// Payload fields of a property's value in order of priority, with commands to add, change, move and remove them.

import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { type Component, keyedList } from "./component.ts";
import { button, iconButton } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import type { PayloadTree } from "./model/payload-tree.ts";
import { pathField } from "./path-field.ts";

export interface SourcesState {
  keys: readonly string[];
  payload: PayloadTree;
  /** Returns the error of the key at an index. */
  errorAt(index: number): string | undefined;
}

export function sourcesField(editing: EditorContext, changed: (keys: string[]) => void): Component<SourcesState> {
  let keys: readonly string[] = [];
  const list = make("ol", { class: "sources" });
  const add = button(t("pick"), async () => {
    const picked = await editing.pickField();
    if (picked !== undefined) changed([...keys, picked]);
  });
  add.icon = "add";
  const put = (index: number, key: string) => {
    // An emptied key is removed from the configuration; its field stays while the user types.
    changed(keys.with(index, key).filter(Boolean));
  };
  const rows = keyedList(list, (key) =>
    row(Number(key), editing, { put, move: (from, to) => changed(moved(keys, from, to)) }),
  );
  const element = make("div", {}, list, add);
  return {
    element,
    show: (state) => {
      ({ keys } = state);
      list.hidden = keys.length === 0;
      add.label = keys.length === 0 ? t("pick") : t("pickAnother");
      rows(keys.map((key, index) => [String(index), { key, state }]));
    },
  };
}

interface SourceCommands {
  put(index: number, key: string): void;
  move(from: number, to: number): void;
}

function row(
  index: number,
  editing: EditorContext,
  { put, move }: SourceCommands,
): Component<{ key: string; state: SourcesState }> {
  const field = pathField(editing, (path) => put(index, path));
  const up = iconButton("arrow_up", "", () => move(index, index - 1));
  const down = iconButton("arrow_down", "", () => move(index, index + 1));
  const remove = iconButton("cancel", "", () => put(index, ""));
  const element = make("li", {}, field.element, make("span", { class: "acts" }, up, down, remove));
  return {
    element,
    show: ({ key, state }) => {
      const { keys, payload, errorAt } = state;
      const label = keys.length > 1 ? t("field", { n: index + 1 }) : t("ruleKey");
      field.show({ path: key, label, payload, error: errorAt(index) });
      up.hidden = keys.length < 2;
      down.hidden = keys.length < 2;
      up.disabled = index === 0;
      down.disabled = index === keys.length - 1;
      up.label = t("moveUp", { path: key });
      down.label = t("moveDown", { path: key });
      remove.label = t("removeField", { path: key });
    },
  };
}

function moved(keys: readonly string[], from: number, to: number): string[] {
  const rest = keys.toSpliced(from, 1);
  return rest.toSpliced(to, 0, keys[from] as string);
}
