// Editor of a property's rule, beside its current result.

import type { PropertyInfo } from "userlike-limeobject";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";
import { constantField } from "./constant-field.ts";
import { button, selectField, textField } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import { ifInvalidChoices } from "./form-fields.ts";
import { mapField } from "./map-field.ts";
import { type MappingState, problemsAt } from "./mapping-model.ts";
import type { Block, PropertyRule, RuleTextKey } from "./model/config.ts";
import { type RuleChange, removeRule, setRule } from "./model/config-edit.ts";
import { resultPanel } from "./result-panel.ts";
import { sourcesField } from "./sources-field.ts";

export interface PropertyState {
  state: MappingState;
  property: PropertyInfo | undefined;
  rule: PropertyRule | undefined;
}

export function propertyEditor(editing: EditorContext, block: Block, name: string): Component<PropertyState> {
  const change = (what: string, ruleChange: RuleChange) =>
    editing.edit((text, instance) => setRule(text, instance, block, name, ruleChange), `${block}.${name}.${what}`);
  const from = sourcesField(editing, (keys) => change("keys", { keys }));
  const template = textField({
    label: t("template"),
    help: t("templateHelp"),
    changed: (text) => change("template", { template: text }),
  });
  const insert = button(t("insertField"), async () => {
    const caret = template.input.selectionStart;
    const path = await editing.pickField();
    if (path === undefined) return;
    const now = template.input.value;
    change("template", { template: `${now.slice(0, caret ?? now.length)}{${path}}${now.slice(caret ?? now.length)}` });
  });
  insert.icon = "add";
  const constant = constantField({
    label: t("defaultValue"),
    help: t("defaultHelp"),
    changed: (defaultValue) => change("default", { defaultValue }),
  });
  const map = mapField((pairs) => change("map", { map: pairs }));
  const text = (key: RuleTextKey, help: string) =>
    textField({ label: t(key), help, changed: (value) => change(key, { [key]: value }) });
  const each = text("each", t("eachHelp"));
  const join = text("join", t("joinHelp"));
  const ifInvalid = selectField({
    label: t("ifInvalid"),
    help: t("ifInvalidHelp"),
    changed: (value) => change("ifInvalid", { ifInvalid: value }),
  });
  const whenEmpty = selectField({
    label: t("whenEmpty"),
    help: t("whenEmptyHelp"),
    changed: (value) => change("whenEmpty", { whenEmpty: value === "keep" ? "" : value }),
  });
  const lists = group(t("lists"), t("listsHelp"), make("div", { class: "fields" }, each.element, join.element));
  const choices = make("div", { class: "fields" }, ifInvalid.element, whenEmpty.element);
  const exceptions = make("div", { class: "group" }, choices);
  const result = resultPanel();
  const unmap = button(t("unmap"), () =>
    editing.edit((text, instance) => {
      const rule = instance[block].properties.find((rule) => rule.property === name);
      return rule === undefined ? text : removeRule(text, instance, block, rule);
    }),
  );
  unmap.icon = "delete";
  const mapGroup = group(t("map"), t("mapHelp"), map.element);
  const element = make(
    "div",
    { class: "property-editor" },
    make(
      "div",
      { class: "property-controls" },
      group(t("sources"), t("sourcesHelp"), from.element),
      make("div", { class: "group template" }, template.element, insert),
      make("div", { class: "group" }, constant.element),
      mapGroup,
      lists,
      exceptions,
      make("div", { class: "buttons" }, unmap),
    ),
    result.element,
  );
  return {
    element,
    show: ({ state, property, rule }) => {
      const at = (key: string, below = false) =>
        rule === undefined ? undefined : problemsAt(state, `${rule.pointer}/${key}`, below)[0]?.message;
      const keys = rule?.userlikeKeys ?? [];
      from.show({
        keys,
        payload: state.payload,
        errorAt: (index) => at(keys.length === 1 ? "userlikeKey" : `userlikeKey/${index}`),
      });
      template.show({ value: rule?.template ?? "", error: at("template") });
      constant.show({ value: rule?.defaultValue ?? undefined, property, error: at("defaultValue", true) });
      // Replacements apply to values of the payload and of templates only.
      mapGroup.hidden = keys.length === 0 && rule?.template == null && (rule?.map.length ?? 0) === 0;
      const now = keys.map((key) => state.payload.textAt(key)).find((text) => text !== undefined && text !== "");
      map.show({
        map: (rule?.map ?? []).map(({ from, to }) => [from, to] as const),
        property,
        now,
        error: at("map", true),
      });
      // Only values of the payload can be lists.
      lists.hidden = keys.length === 0 && rule?.each == null && rule?.join == null;
      each.show({ value: rule?.each ?? "", error: at("each") });
      join.show({ value: rule?.join ?? "", error: at("join") });
      exceptions.hidden = rule === undefined;
      ifInvalid.show({
        value: rule?.ifInvalid ?? "",
        choices: [{ value: "", text: t("ifInvalidUsual") }, ...ifInvalidChoices()],
        error: at("ifInvalid"),
      });
      whenEmpty.show({
        value: rule?.whenEmpty ?? "keep",
        choices: [
          { value: "keep", text: t("whenEmptyKeep") },
          { value: "clear", text: t("whenEmptyClear") },
        ],
        error: at("whenEmpty"),
      });
      unmap.hidden = rule === undefined;
      result.show({ state, block, name, property, rule });
    },
  };
}

/** Number of created groups, for the ids of their headings. */
let groupCount = 0;

/** Groups controls under a heading. */
export function group(title: string, help: string, ...controls: HTMLElement[]): HTMLElement {
  groupCount += 1;
  const heading = make("h4", { id: `group-${groupCount}` }, title);
  return make(
    "div",
    { class: "group", role: "group", "aria-labelledby": heading.id },
    heading,
    make("p", { class: "hint" }, help),
    ...controls,
  );
}
