// Replacements of payload values. A replacement without a value to replace is kept here and not yet in the
// configuration.

import type { PropertyInfo } from "userlike-limeobject";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { type Component, keyedList } from "./component.ts";
import { constantField } from "./constant-field.ts";
import { button, iconButton, textField } from "./controls.ts";

type Pair = readonly [string, unknown];

export interface MapState {
  map: readonly Pair[];
  property: PropertyInfo | undefined;
  /** Current value in the payload, offered for a new replacement. */
  now: string | undefined;
  error: string | undefined;
}

/** Key for all values without a replacement of their own. */
const OTHER = "*";

export function mapField(changed: (map: Pair[]) => void): Component<MapState> {
  let pairs: Pair[] = [];
  let ownChange = "";
  let state: MapState | undefined;
  const rows = make("ul", { class: "replacements" });
  const complaint = make("p", { class: "complaint" });
  const add = button(t("mapAdd"), () => {
    const isOffered = state?.now !== undefined && !pairs.some(([from]) => from === state?.now);
    setPairs([...pairs.filter(([from]) => from !== OTHER), [isOffered ? String(state?.now) : "", ""], ...others()]);
    rows.querySelector<HTMLElement>("li:last-child input")?.focus();
  });
  const addOther = button(t("mapAddOther"), () => setPairs([...pairs, [OTHER, ""]]));
  add.icon = "add";
  addOther.icon = "add";
  const others = () => pairs.filter(([from]) => from === OTHER);
  const setPairs = (next: Pair[]) => {
    pairs = next;
    const complete = next.filter(([from, to]) => from !== "" && to !== undefined && to !== "");
    ownChange = JSON.stringify(complete);
    changed(complete);
    draw();
  };
  const show = keyedList(rows, (key) =>
    row((pair) => setPairs(pair === undefined ? pairs.toSpliced(Number(key), 1) : pairs.with(Number(key), pair))),
  );
  const draw = () => {
    show(pairs.map((pair, index) => [String(index), { pair, property: state?.property }]));
    rows.hidden = pairs.length === 0;
    addOther.hidden = pairs.length === 0 || others().length > 0;
    complaint.textContent = state?.error ?? "";
  };
  return {
    element: make("div", {}, rows, complaint, make("div", { class: "buttons" }, add, addOther)),
    show: (next) => {
      state = next;
      // Ignore the own change when it comes back through the state.
      const serialized = JSON.stringify(next.map);
      if (serialized !== ownChange) {
        ownChange = serialized;
        pairs = [...next.map];
      }
      draw();
    },
  };
}

function row(put: (pair: Pair | undefined) => void): Component<{ pair: Pair; property: PropertyInfo | undefined }> {
  let pair: Pair = ["", ""];
  const from = textField({ label: t("mapFrom"), changed: (text) => put([text, pair[1]]) });
  const other = make("span", { class: "any-other" }, t("mapOther"));
  const to = constantField({ label: t("mapTo"), changed: (value) => put([pair[0], value]) });
  const remove = iconButton("cancel", "", () => put(undefined));
  const element = make(
    "li",
    {},
    from.element,
    other,
    make("span", { class: "becomes", "aria-hidden": "true" }, "→"),
    to.element,
    remove,
  );
  return {
    element,
    show: (state) => {
      ({ pair } = state);
      const isOther = pair[0] === OTHER;
      from.element.hidden = isOther;
      other.hidden = !isOther;
      from.show({ value: pair[0] });
      to.show({ value: pair[1] === "" ? undefined : pair[1], property: state.property, error: undefined });
      remove.label = t("mapRemove", { value: isOther ? t("mapOther") : pair[0] });
    },
  };
}
