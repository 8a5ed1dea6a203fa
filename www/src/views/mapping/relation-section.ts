// Section of a relation: rules that find its object in Lime CRM, and the property that connects to it.

import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { type Component, keyedList } from "./component.ts";
import { button, iconButton, type SelectOption, selectField } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import { type MappingState, problemsAt } from "./mapping-model.ts";
import type { Instance, LookupRule, Relation, RelationKey } from "./model/config.ts";
import { addLookupRule, moveLookupRule, removeLookupRule, setLookupRule, setRelation } from "./model/config-edit.ts";
import { pointerOf } from "./model/json-tree.ts";
import { type Limetypes, localName } from "./model/limetypes.ts";
import { lookupLimetype, relationsToOne, writableProperties } from "./model/metadata.ts";
import { pathField } from "./path-field.ts";

type InstanceState = MappingState & { instance: Instance };

export function relationSection(editing: EditorContext, key: RelationKey, title: string): Component<InstanceState> {
  const relationOf = (instance: Instance) => (key === "personRelation" ? instance.person : instance.coworker);
  const change = (to: (text: string, relation: Relation) => string, merge?: string) =>
    editing.edit((text, instance) => {
      const relation = relationOf(instance);
      return relation === undefined ? text : to(text, relation);
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
      const property = guessProperty(path, lookupLimetype(instance, key), shown?.limetypes);
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
  let shown: InstanceState | undefined;
  const element = make(
    "div",
    { class: "group", role: "group", "aria-label": title },
    make("h3", {}, title),
    list,
    none,
    make("div", { class: "buttons" }, add),
    make("div", { class: "fields" }, relation.element, limetype.element),
  );
  return {
    element,
    show: (state) => {
      shown = state;
      const { instance, limetypes } = state;
      const known = relationOf(instance);
      const searched = lookupLimetype(instance, key);
      const rules = known?.rules ?? [];
      rows(rules.map((rule, index) => [String(index), { rule, state, searched, ruleCount: rules.length }]));
      list.hidden = known === undefined || known.rules.length === 0;
      none.hidden = !list.hidden;
      relation.element.hidden = known === undefined;
      limetype.element.hidden = known === undefined;
      if (known === undefined) return;
      const usual = key === "personRelation" ? "person" : (instance.texts.relationCoworker ?? t("noConnection"));
      const relations = relationsToOne(instance, searched, limetypes).map(optionOf);
      relation.show({
        value: known.relation ?? "",
        choices: [{ value: "", text: t("usual", { name: usual }) }, ...relations],
        error: problemsAt(state, pointerOf(known.steps))[0]?.message,
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
  set(index: number, what: "identificationKey" | "propertyIdentifier", value: string): void;
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
  const up = iconButton("arrow_up", t("ruleUp", { n: index + 1 }), () => move(index, index - 1));
  const down = iconButton("arrow_down", t("ruleDown", { n: index + 1 }), () => move(index, index + 1));
  const away = iconButton("cancel", t("removeRule", { n: index + 1 }), () => remove(index));
  const element = make(
    "li",
    { class: "rule" },
    property.element,
    make("span", { class: "rule-is" }, t("ruleIs")),
    key.element,
    make("span", { class: "acts" }, up, down, away),
  );
  return {
    element,
    show: ({ rule, state, searched, ruleCount }) => {
      const problem = (name: string) => problemsAt(state, pointerOf([...rule.steps, name]))[0]?.message;
      const whole = problemsAt(state, pointerOf(rule.steps))[0]?.message;
      property.show({
        value: rule.property,
        choices: writableProperties(searched, state.limetypes).map(optionOf),
        error: problem("propertyIdentifier") ?? (rule.property === "" ? whole : undefined),
      });
      key.show({
        path: rule.key,
        label: t("ruleKey"),
        payload: state.payload,
        error: problem("identificationKey") ?? (rule.key === "" ? whole : undefined),
      });
      up.hidden = ruleCount < 2;
      down.hidden = ruleCount < 2;
      up.disabled = index === 0;
      down.disabled = index === ruleCount - 1;
    },
  };
}

/** Guesses the property that corresponds to a payload field by its name. */
function guessProperty(path: string, limetype: string, limetypes: Limetypes | undefined): string {
  const word = (path.split(/[.[\]"']+/).findLast(Boolean) ?? "").toLowerCase();
  const properties = limetypes === undefined ? [] : writableProperties(limetype, limetypes);
  const alike = (name: string) => word.includes(name.toLowerCase()) || name.toLowerCase().includes(word);
  const texts = properties.filter(({ type }) => type === "string" || type === "phone" || type === "link");
  return (properties.find(({ name }) => alike(name)) ?? texts[0])?.name ?? (word || "email");
}

/** Returns the option of a limetype or property: its local name with its name beside it. */
export function optionOf(of: { name: string; localname?: string | null }): SelectOption {
  const text = localName(of);
  return { value: of.name, text, secondary: text === of.name ? undefined : of.name };
}
