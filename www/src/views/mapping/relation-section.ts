// Section of a relation: rules that find its object in Lime CRM, and the property that connects to it.

import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import { type Component, keyedList } from "./component.ts";
import { button, checkboxGroup, iconButton, type SelectOption, selectField } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import { type InstanceState, type MappingState, problemsAt } from "./mapping-model.ts";
import type { Instance, LookupKey, LookupRule, Relation, RelationKey } from "./model/config.ts";
import { addLookupRule, moveLookupRule, removeLookupRule, setLookupRule, setRelation } from "./model/config-edit.ts";
import { defaultMarks, lookupLimetype, possibleMarks, relationsToOne, writableProperties } from "./model/metadata.ts";
import { pathField } from "./path-field.ts";

export function relationSection(editing: EditorContext, key: RelationKey, title: string): Component<InstanceState> {
  const relationOf = (instance: Instance) =>
    key === "personRelation" ? instance.personRelation : instance.coworkerRelation;
  const change = (to: (text: string, relation: Relation) => string, merge?: string) =>
    editing.edit((text, instance) => {
      const relation = relationOf(instance);
      return relation === null ? text : to(text, relation);
    }, merge);

  const list = make("ol", { class: "rules" });
  const none = make("p", { class: "hint" }, t("noRules"));
  const commands: RuleCommands = {
    set: (index, what, value) =>
      change((text, relation) => setLookupRule(text, relation, index, what, value), `${key}.${index}.${what}`),
    move: (from, to) => change((text, relation) => moveLookupRule(text, relation, from, to)),
    remove: (index) => change((text, relation) => removeLookupRule(text, relation, index)),
  };
  const rows = keyedList(list, (index) => ruleRow(editing, Number(index), commands));
  const add = button(t("addRule"), async () => {
    const path = await editing.pickField(key === "personRelation" ? "contact.email" : undefined);
    if (path === undefined) return;
    editing.edit((text, instance) => {
      const property = guessProperty(path, lookupLimetype(instance, key), current?.limetypes);
      return addLookupRule(text, instance, key, relationOf(instance), { key: path, property });
    });
  });
  add.icon = "add";
  const relation = selectField({
    label: t("relation", { what: title }),
    changed: (value) => change((text, known) => setRelation(text, known, "relation", value)),
  });
  const limetype = selectField({
    label: t("searchIn"),
    changed: (value) => change((text, known) => setRelation(text, known, "limetype", value)),
  });
  const marks = checkboxGroup({
    label: t("inactiveProperties"),
    help: t("inactivePropertiesHelp"),
    changed: (names) => {
      const usual = current === undefined ? [] : defaultMarks(lookupLimetype(current.instance, key), current.limetypes);
      const isUsual = names.length === usual.length && usual.every((name) => names.includes(name));
      change((text, known) => setRelation(text, known, "inactiveProperties", isUsual ? "" : names));
    },
  });
  let current: InstanceState | undefined;
  const element = make(
    "div",
    { class: "group", role: "group", "aria-label": title },
    make("h3", {}, title),
    list,
    none,
    make("div", { class: "buttons" }, add),
    make("div", { class: "fields" }, relation.element, limetype.element),
    marks.element,
  );
  return {
    element,
    show: (state) => {
      current = state;
      const { instance, limetypes } = state;
      const known = relationOf(instance);
      const searched = lookupLimetype(instance, key);
      const rules = known?.rules ?? [];
      rows(rules.map((rule, index) => [String(index), { rule, state, searched, ruleCount: rules.length }]));
      list.hidden = known === null || known.rules.length === 0;
      none.hidden = !list.hidden;
      relation.element.hidden = known === null;
      limetype.element.hidden = known === null;
      marks.element.hidden = true;
      if (known === null) return;
      const value = known.inactiveProperties ?? defaultMarks(searched, limetypes);
      const choices = possibleMarks(searched, limetypes).map(optionOf);
      marks.element.hidden = choices.length === 0 && value.length === 0;
      marks.show({ value, choices, error: problemsAt(state, `${known.pointer}/inactiveProperties`, true)[0]?.message });
      const usual = key === "personRelation" ? "person" : (instance.relationCoworker ?? t("noConnection"));
      const relations = relationsToOne(instance, searched, limetypes).map(optionOf);
      relation.show({
        value: known.relation ?? "",
        choices: [{ value: "", text: t("usual", { name: usual }) }, ...relations],
        error: problemsAt(state, known.pointer)[0]?.message,
      });
      limetype.show({
        value: known.limetype ?? "",
        choices: [
          { value: "", text: t("usual", { name: key === "personRelation" ? "person" : "coworker" }) },
          ...limetypes.all.map(optionOf),
        ],
      });
    },
  };
}

interface RuleCommands {
  set(index: number, what: LookupKey, value: string): void;
  move(from: number, to: number): void;
  remove(index: number): void;
}

interface RuleState {
  rule: LookupRule;
  state: MappingState;
  searched: string;
  /** Number of rules of the relation. */
  ruleCount: number;
}

function ruleRow(editing: EditorContext, index: number, { set, move, remove }: RuleCommands): Component<RuleState> {
  const property = selectField({
    label: t("ruleProperty"),
    changed: (value) => set(index, "propertyIdentifier", value),
  });
  const key = pathField(editing, (path) => set(index, "identificationKey", path));
  const matchBy = selectField({
    label: t("matchBy"),
    help: t("matchByHelp"),
    changed: (value) => set(index, "matchBy", value),
  });
  const up = iconButton("arrow_up", t("ruleUp", { n: index + 1 }), () => move(index, index - 1));
  const down = iconButton("arrow_down", t("ruleDown", { n: index + 1 }), () => move(index, index + 1));
  const removeButton = iconButton("cancel", t("removeRule", { n: index + 1 }), () => remove(index));
  const element = make(
    "li",
    { class: "rule" },
    property.element,
    make("span", { class: "rule-is" }, t("ruleIs")),
    key.element,
    matchBy.element,
    make("span", { class: "acts" }, up, down, removeButton),
  );
  return {
    element,
    show: ({ rule, state, searched, ruleCount }) => {
      const problem = (name: string) => problemsAt(state, `${rule.pointer}/${name}`)[0]?.message;
      const whole = problemsAt(state, rule.pointer)[0]?.message;
      property.show({
        value: rule.propertyIdentifier,
        choices: writableProperties(searched, state.limetypes).map(optionOf),
        error: problem("propertyIdentifier") ?? (rule.propertyIdentifier === "" ? whole : undefined),
      });
      key.show({
        path: rule.identificationKey,
        label: t("ruleKey"),
        payload: state.payload,
        error: problem("identificationKey") ?? (rule.identificationKey === "" ? whole : undefined),
      });
      matchBy.show({
        value: rule.matchBy ?? "",
        choices: [
          { value: "", text: t("matchByUsual") },
          { value: "email", text: t("matchByEmail") },
          { value: "phone", text: t("matchByPhone") },
          { value: "text", text: t("matchByText") },
        ],
        error: problem("matchBy"),
      });
      up.hidden = ruleCount < 2;
      down.hidden = ruleCount < 2;
      up.disabled = index === 0;
      down.disabled = index === ruleCount - 1;
    },
  };
}

/** Guesses the property that corresponds to a payload field by its name. */
function guessProperty(path: string, limetype: string, limetypes: LimetypeIndex | undefined): string {
  const word = (path.split(/[.[\]"']+/).findLast(Boolean) ?? "").toLowerCase();
  const properties = limetypes === undefined ? [] : writableProperties(limetype, limetypes);
  const alike = (name: string) => word.includes(name.toLowerCase()) || name.toLowerCase().includes(word);
  const texts = properties.filter(({ type }) => type === "string" || type === "phone" || type === "link");
  return (properties.find(({ name }) => alike(name)) ?? texts[0])?.name ?? (word || "email");
}

/** Returns the option of a limetype or property: its local name with its name beside it. */
export function optionOf({ name, label }: { name: string; label: string }): SelectOption {
  return { value: name, text: label, secondary: label === name ? undefined : name };
}
