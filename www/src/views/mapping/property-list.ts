// List of a limetype's properties with their mapping and current value. Only one row can be open, so that hundreds of
// properties stay fast.

import type { PropertyInfo } from "userlike-limeobject";
import { icon } from "../../elements/icon.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { type Component, keyedList } from "./component.ts";
import { button, textField } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import { findingsOf, type MappingState, problemsAt } from "./mapping-model.ts";
import type { Block, Instance, PropertyRule } from "./model/config.ts";
import { limetypeOf, writableProperties } from "./model/metadata.ts";
import { propertyEditor } from "./property-editor.ts";
import { propertyResult } from "./result-panel.ts";
import { constantText } from "./value-text.ts";

interface PropertyItem {
  state: MappingState;
  name: string;
  property: PropertyInfo | undefined;
  /** Whether the metadata lacks the property. */
  isUnknown: boolean;
  rule: PropertyRule | undefined;
  /** Whether a relation writes the property without a rule. */
  isRelated: boolean;
}

export function propertyList(editing: EditorContext, block: Block): Component<MappingState & { instance: Instance }> {
  let current: (MappingState & { instance: Instance }) | undefined;
  let query = "";
  let showsAll: boolean | undefined;
  const filter = textField({
    label: t("filter"),
    type: "search",
    changed: (text) => {
      query = text;
      draw();
    },
  });
  const toggle = button("", () => {
    showsAll = !isAll();
    draw();
  });
  const rows = make("ul", { class: "properties" });
  const emptyText = make("p", { class: "hint" });
  const adder = addPropertyField((name) => editing.setOpenProperty(block, name));
  const draw = () => current && element.show(current);
  const isAll = () =>
    showsAll ?? (current !== undefined && current.instance[block].properties.length === 0 && block === "limeobject");
  const show = keyedList(rows, (name) => propertyRow(editing, block, name));
  const element: Component<MappingState & { instance: Instance }> = {
    element: make(
      "div",
      { class: "property-list" },
      make("div", { class: "property-tools" }, filter.element, toggle),
      rows,
      emptyText,
      adder.element,
    ),
    show: (state) => {
      current = state;
      const items = itemsOf(state, block, editing);
      const isOpened = (name: string) =>
        editing.openProperty?.block === block && editing.openProperty.property === name;
      const fits = ({ name, property }: PropertyItem) =>
        `${name} ${property?.label ?? ""}`.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase());
      const wanted = (item: PropertyItem) => isAll() || isWritten(item, block);
      const visible = items.filter((item) => isOpened(item.name) || (query.trim() === "" ? wanted(item) : fits(item)));
      show(visible.map((item) => [item.name, item]));
      rows.hidden = visible.length === 0;
      const known = state.limetypes.get(limetypeOf(state.instance, block, state.limetypes)) !== undefined;
      filter.element.hidden = items.length < 8;
      toggle.hidden = items.every((item) => isWritten(item, block));
      const label = isAll() ? t("showMapped") : t("showAll", { n: items.length });
      if (toggle.label !== label) toggle.label = label;
      emptyText.textContent =
        visible.length > 0
          ? ""
          : !known
            ? t("noMetadata")
            : query.trim() === ""
              ? t("nothingMapped")
              : t("nothingFits");
      adder.element.hidden = known;
    },
  };
  return element;
}

/** Returns whether a property gets a value or requires one. */
function isWritten({ rule, property, state, name }: PropertyItem, block: Block): boolean {
  if (rule !== undefined || property?.required === true) return true;
  return (propertyResult(state, block, name, property)?.sources.length ?? 0) > 0;
}

/** Returns the writable properties in the limetype's order, followed by those that only the configuration has. */
function itemsOf(state: MappingState & { instance: Instance }, block: Block, editing: EditorContext): PropertyItem[] {
  const { instance, limetypes } = state;
  const limetype = limetypeOf(instance, block, limetypes);
  const rules = new Map(instance[block].properties.map((rule) => [rule.property, rule]));
  const known = writableProperties(limetype, limetypes);
  const relations = new Set(
    block === "limeobject"
      ? [
          instance.personRelation?.relation ?? (instance.personRelation ? "person" : undefined),
          instance.relationCompany,
          instance.coworkerRelation?.relation ?? instance.relationCoworker,
          instance.relationConversation,
        ]
      : [],
  );
  const items: PropertyItem[] = known.map((property) => ({
    state,
    name: property.name,
    property,
    isUnknown: false,
    rule: rules.get(property.name),
    isRelated: relations.has(property.name),
  }));
  const { openProperty } = editing;
  const unknownNames = [...rules.keys(), ...(openProperty?.block === block ? [openProperty.property] : [])];
  for (const name of new Set(unknownNames)) {
    if (known.some((property) => property.name === name)) continue;
    const isUnknown = limetypes.get(limetype) !== undefined;
    items.push({ state, name, property: undefined, isUnknown, rule: rules.get(name), isRelated: false });
  }
  return items;
}

/** Number of created rows, for their ids. */
let count = 0;

function propertyRow(editing: EditorContext, block: Block, name: string): Component<PropertyItem> {
  count += 1;
  const id = `property-${block}-${count}`;
  const title = make("span", { class: "property-name" });
  const type = make("span", { class: "property-type" });
  const from = make("span", { class: "property-from" });
  const value = make("span", { class: "property-value" });
  const isOpened = () => editing.openProperty?.block === block && editing.openProperty.property === name;
  const toggle = make(
    "button",
    { type: "button", class: "property-row", "aria-expanded": "false", "aria-controls": id },
    title,
    type,
    from,
    value,
    icon("chevron_right"),
  );
  toggle.addEventListener("click", () => editing.setOpenProperty(block, isOpened() ? undefined : name));
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
      const worst = errors.some((entry) => entry.severity === "error")
        ? "error"
        : errors.some((entry) => entry.severity === "warning")
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

function titleNodes({ name, property, isUnknown }: PropertyItem): Node[] {
  const nodes: Node[] = [make("bdi", { class: "local" }, property ? property.label : name)];
  if (property?.required)
    nodes.push(make("span", { class: "required", title: t("required") }, " *", hidden(t("required"))));
  if (property !== undefined && property.label !== name) nodes.push(make("code", {}, name));
  if (isUnknown) nodes.push(make("span", { class: "complaint" }, t("notInLimetype")));
  return nodes;
}

function typeNodes({ property }: PropertyItem): (Node | string)[] {
  if (property === undefined) return [];
  return [property.type, property.length ? ` · ${property.length}` : ""];
}

/** Renders the sources of a value on one line. */
function fromNodes({ rule, property, isRelated, name, state }: PropertyItem, block: Block): Node[] {
  if (rule === undefined) {
    const sources = propertyResult(state, block, name, property)?.sources ?? [];
    const text = isRelated ? t("writtenByRelation") : sources.length > 0 ? t("writtenAnyway") : t("notMapped");
    return [make("span", { class: "hint" }, text)];
  }
  const nodes: Node[] = [];
  const or = () => nodes.length > 0 && nodes.push(make("span", { class: "hint" }, t("or")));
  for (const key of rule.userlikeKeys) {
    or();
    nodes.push(make("code", { class: "key" }, key));
  }
  if (rule.template !== null) {
    or();
    nodes.push(make("bdi", { class: "quoted" }, `“${rule.template}”`));
  }
  if (rule.defaultValue !== null) {
    const constant = constantText(rule.defaultValue, property);
    if (nodes.length === 0) nodes.push(make("bdi", {}, t("always", { value: constant })));
    else nodes.push(make("bdi", { class: "hint" }, t("elseDefault", { value: constant })));
  }
  return nodes;
}

function valueNodes({ state, property, name, rule }: PropertyItem, block: Block, worst: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  if (worst !== "") nodes.push(icon(worst === "error" ? "error" : "warning", t(worst as "error" | "warning")));
  const outcome = propertyResult(state, block, name, property);
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

/** Field that adds a property by name, without metadata. */
function addPropertyField(add: (name: string) => void): { element: HTMLElement } {
  const field = textField({ label: t("addProperty"), changed: () => {} });
  const done = () => {
    const name = field.input.value.trim();
    field.input.value = "";
    if (name !== "") add(name);
  };
  field.input.addEventListener("keydown", (event) => (event as KeyboardEvent).key === "Enter" && done());
  return { element: make("div", { class: "adding" }, field.element, button(t("addInstance"), done)) };
}
