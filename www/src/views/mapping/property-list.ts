// The properties of a limetype, one row each: what is mapped to it and what that gives now. A row opens to be edited; one at a
// time, so that a limetype with hundreds of properties costs no more than their rows.

import type { Property } from "userlike-limeobject";
import { icon } from "../../elements/icon.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { keyed, type Part } from "./component.ts";
import { button, textField } from "./controls.ts";
import type { Editing } from "./editor-context.ts";
import { findingsOf, problemsAt, type State } from "./mapping-model.ts";
import type { Block, Instance, Rule } from "./model/config.ts";
import { localName } from "./model/limetypes.ts";
import { limetypeOf, writable } from "./model/metadata.ts";
import { propertyEditor } from "./property-editor.ts";
import { outcomeOf } from "./result-panel.ts";
import { constantText } from "./value-text.ts";

interface Item {
  state: State;
  name: string;
  property: Property | undefined;
  /** Whether metadata should know the property. */
  isStranger: boolean;
  rule: Rule | undefined;
  /** Whether it is written without a rule, by a relation. */
  isRelated: boolean;
}

export function propertyList(editing: Editing, block: Block): Part<State & { instance: Instance }> {
  let shown: (State & { instance: Instance }) | undefined;
  let words = "";
  let all: boolean | undefined;
  const filter = textField({
    label: t("filter"),
    type: "search",
    changed: (text) => {
      words = text;
      draw();
    },
  });
  const toggle = button("", () => {
    all = !isAll();
    draw();
  });
  const rows = make("ul", { class: "properties" });
  const nothing = make("p", { class: "hint" });
  const adder = adding((name) => editing.open(block, name));
  const draw = () => shown && element.show(shown);
  const isAll = () =>
    all ?? (shown !== undefined && shown.instance.rules[block].length === 0 && block === "limeobject");
  const show = keyed(rows, (name) => propertyRow(editing, block, name));
  const element: Part<State & { instance: Instance }> = {
    element: make(
      "div",
      { class: "property-list" },
      make("div", { class: "property-tools" }, filter.element, toggle),
      rows,
      nothing,
      adder.element,
    ),
    show: (state) => {
      shown = state;
      const items = itemsOf(state, block, editing);
      const isOpened = (name: string) => editing.opened?.block === block && editing.opened.property === name;
      const fits = ({ name, property }: Item) =>
        `${name} ${property?.localname ?? ""}`.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());
      const wanted = (item: Item) => isAll() || isWritten(item, block);
      const visible = items.filter((item) => isOpened(item.name) || (words.trim() === "" ? wanted(item) : fits(item)));
      show(visible.map((item) => [item.name, item]));
      rows.hidden = visible.length === 0;
      const known = state.limetypes.get(limetypeOf(state.instance, block, state.limetypes)) !== undefined;
      filter.element.hidden = items.length < 8;
      toggle.hidden = items.every((item) => isWritten(item, block));
      const label = isAll() ? t("showMapped") : t("showAll", { n: items.length });
      if (toggle.label !== label) toggle.label = label;
      nothing.textContent =
        visible.length > 0
          ? ""
          : !known
            ? t("noMetadata")
            : words.trim() === ""
              ? t("nothingMapped")
              : t("nothingFits");
      adder.element.hidden = known;
    },
  };
  return element;
}

/** Whether a property has a value, by a rule or by itself, or needs one. */
function isWritten({ rule, property, state, name }: Item, block: Block): boolean {
  if (rule !== undefined || property?.required === true) return true;
  return (outcomeOf(state, block, name, property)?.sources.length ?? 0) > 0;
}

/** The properties that can be written, in the limetype's order, and then those that only the configuration knows. */
function itemsOf(state: State & { instance: Instance }, block: Block, editing: Editing): Item[] {
  const { instance, limetypes } = state;
  const limetype = limetypeOf(instance, block, limetypes);
  const rules = new Map(instance.rules[block].map((rule) => [rule.property, rule]));
  const known = writable(limetype, limetypes);
  const relations = new Set(
    block === "limeobject"
      ? [
          instance.person?.relation ?? (instance.person ? "person" : undefined),
          instance.texts.relationCompany,
          instance.coworker?.relation ?? instance.texts.relationCoworker,
          instance.texts.relationConversation,
        ]
      : [],
  );
  const items: Item[] = known.map((property) => ({
    state,
    name: property.name,
    property,
    isStranger: false,
    rule: rules.get(property.name),
    isRelated: relations.has(property.name),
  }));
  const { opened } = editing;
  const strangers = [...rules.keys(), ...(opened?.block === block ? [opened.property] : [])];
  for (const name of new Set(strangers)) {
    if (known.some((property) => property.name === name)) continue;
    const isStranger = limetypes.get(limetype) !== undefined;
    items.push({ state, name, property: undefined, isStranger, rule: rules.get(name), isRelated: false });
  }
  return items;
}

/** How many rows were made: each has an id. */
let count = 0;

function propertyRow(editing: Editing, block: Block, name: string): Part<Item> {
  count += 1;
  const id = `property-${block}-${count}`;
  const title = make("span", { class: "property-name" });
  const type = make("span", { class: "property-type" });
  const from = make("span", { class: "property-from" });
  const value = make("span", { class: "property-value" });
  const isOpened = () => editing.opened?.block === block && editing.opened.property === name;
  const toggle = make(
    "button",
    { type: "button", class: "property-row", "aria-expanded": "false", "aria-controls": id },
    title,
    type,
    from,
    value,
    icon("chevron_right"),
  );
  toggle.addEventListener("click", () => editing.open(block, isOpened() ? undefined : name));
  const body = make("div", { id, class: "property-body" });
  const element = make("li", { class: "property", "data-property": name }, toggle, body);
  let editor: ReturnType<typeof propertyEditor> | undefined;
  return {
    element,
    show: (item) => {
      const { state, property, rule } = item;
      const errors = [
        ...(rule === undefined ? [] : problemsAt(state, rule.pointer, true)),
        ...findingsOf(state, block, name),
      ];
      const worst = errors.some((said) => said.severity === "error")
        ? "error"
        : errors.some((said) => said.severity === "warning")
          ? "warning"
          : "";
      element.classList.toggle("opened", isOpened());
      element.dataset.worst = worst;
      title.replaceChildren(...titleNodes(item));
      type.replaceChildren(...typeNodes(item));
      from.replaceChildren(...fromNodes(item, block));
      value.replaceChildren(...valueNodes(item, block, worst));
      toggle.setAttribute("aria-expanded", String(isOpened()));
      if (isOpened()) {
        if (editor === undefined) {
          editor = propertyEditor(editing, block, name);
          body.replaceChildren(editor.element);
        }
        editor.show({ state, property, rule });
      } else if (editor !== undefined) {
        editor = undefined;
        body.replaceChildren();
      }
    },
  };
}

function titleNodes({ name, property, isStranger }: Item): Node[] {
  const nodes: Node[] = [make("bdi", { class: "local" }, property ? localName(property) : name)];
  if (property?.required)
    nodes.push(make("span", { class: "required", title: t("required") }, " *", hidden(t("required"))));
  if (property !== undefined && localName(property) !== name) nodes.push(make("code", {}, name));
  if (isStranger) nodes.push(make("span", { class: "complaint" }, t("notInLimetype")));
  return nodes;
}

function typeNodes({ property }: Item): (Node | string)[] {
  if (property === undefined) return [];
  return [property.type, property.length ? ` · ${property.length}` : ""];
}

/** Where the value comes from, in a line. */
function fromNodes({ rule, property, isRelated, name, state }: Item, block: Block): Node[] {
  if (rule === undefined) {
    const sources = outcomeOf(state, block, name, property)?.sources ?? [];
    const text = isRelated ? t("writtenByRelation") : sources.length > 0 ? t("writtenAnyway") : t("notMapped");
    return [make("span", { class: "hint" }, text)];
  }
  const nodes: Node[] = [];
  const or = () => nodes.length > 0 && nodes.push(make("span", { class: "hint" }, t("or")));
  for (const key of rule.keys) {
    or();
    nodes.push(make("code", { class: "key" }, key));
  }
  if (rule.template !== undefined) {
    or();
    nodes.push(make("bdi", { class: "quoted" }, `“${rule.template}”`));
  }
  if (rule.defaultValue !== undefined) {
    const constant = constantText(rule.defaultValue, property);
    if (nodes.length === 0) nodes.push(make("bdi", {}, t("always", { value: constant })));
    else nodes.push(make("bdi", { class: "hint" }, t("elseDefault", { value: constant })));
  }
  return nodes;
}

function valueNodes({ state, property, name, rule }: Item, block: Block, worst: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  if (worst !== "") nodes.push(icon(worst === "error" ? "error" : "warning", t(worst as "error" | "warning")));
  const outcome = outcomeOf(state, block, name, property);
  if (outcome?.object === undefined) return nodes;
  const { text } = outcome;
  if (text !== undefined && text !== "")
    nodes.push(make("bdi", {}, text.length > 120 ? `${text.slice(0, 120)}…` : text));
  else if (rule !== undefined || worst !== "") nodes.push(make("span", { class: "hint" }, t("noValue")));
  return nodes;
}

function hidden(text: string): HTMLElement {
  return make("span", { class: "visually-hidden" }, text);
}

/** A property that no metadata tells about, by its name. */
function adding(add: (name: string) => void): { element: HTMLElement } {
  const field = textField({ label: t("addProperty"), changed: () => {} });
  const done = () => {
    const name = field.input.value.trim();
    field.input.value = "";
    if (name !== "") add(name);
  };
  field.input.addEventListener("keydown", (event) => (event as KeyboardEvent).key === "Enter" && done());
  return { element: make("div", { class: "adding" }, field.element, button(t("addInstance"), done)) };
}
