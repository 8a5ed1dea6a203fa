// Tabs of the instances, with commands for the selected one.

import type { LimetypeInfo } from "userlike-limeobject";
import { icon } from "../../elements/icon.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { type Component, keyedList } from "./component.ts";
import { iconButton } from "./controls.ts";
import { type MappingState, problemsAt } from "./mapping-model.ts";
import { menu } from "./menu.ts";
import type { Instance } from "./model/config.ts";
import { conversationLimetype } from "./model/metadata.ts";

export interface InstanceCommands {
  choose(index: number): void;
  /** Adds an instance for a limetype. */
  add(limetype: string): void;
  duplicate(): void;
  remove(): void;
  move(to: number): void;
}

export function instanceBar(commands: InstanceCommands, panelId: string): Component<MappingState> {
  const tabs = make("div", { role: "tablist", class: "instance-tabs", "aria-label": t("instances") });
  const show = keyedList<TabState>(tabs, (key) => tab(Number(key), commands, panelId));
  const add = menu(t("addInstance"), "add", commands.add, { hint: t("addInstanceHelp") });
  const left = iconButton("arrow_left", t("moveLeft"), () => commands.move((current?.instance?.index ?? 0) - 1));
  const right = iconButton("arrow_right", t("moveRight"), () => commands.move((current?.instance?.index ?? 0) + 1));
  const duplicate = iconButton("copy", t("duplicate"), commands.duplicate);
  const remove = iconButton("delete", t("removeInstance"), commands.remove);
  let current: MappingState | undefined;
  let offeredLimetypes: MappingState["limetypes"] | undefined;
  tabs.addEventListener("keydown", (event) => {
    const all = [...tabs.children] as HTMLElement[];
    const at = all.indexOf(event.target as HTMLElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    const next = to === undefined || at < 0 ? undefined : all.at(to % all.length);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.click();
  });
  return {
    element: make(
      "div",
      { class: "instance-bar" },
      tabs,
      make("div", { class: "instance-acts" }, add.element, left, right, duplicate, remove),
    ),
    show: (state) => {
      current = state;
      show(state.instances.map((instance) => [String(instance.index), { instance, state }]));
      if (state.limetypes !== offeredLimetypes) {
        offeredLimetypes = state.limetypes;
        // Limetypes that can be related to a conversation come first.
        const conversation = conversationLimetype(offeredLimetypes);
        const isConnectable = ({ properties }: LimetypeInfo) =>
          properties.some(({ relatedType }) => relatedType === conversation);
        const sorted = offeredLimetypes.all.toSorted((a, b) => Number(isConnectable(b)) - Number(isConnectable(a)));
        const items = sorted.map((limetype) => ({
          text: limetype.label,
          secondary: limetype.name,
          value: limetype.name,
        }));
        add.show(items.length > 0 ? items : [{ text: "helpdesk", value: "helpdesk" }]);
      }
      const at = state.instances.indexOf(state.instance as Instance);
      const count = state.instances.length;
      left.disabled = at <= 0;
      right.disabled = at < 0 || at === count - 1;
      left.hidden = count < 2;
      right.hidden = count < 2;
      duplicate.disabled = count === 0;
      remove.disabled = count < 2;
    },
  };
}

interface TabState {
  instance: Instance;
  state: MappingState;
}

function tab(index: number, acts: InstanceCommands, panelId: string): Component<TabState> {
  const element = make("button", { type: "button", role: "tab", "aria-controls": panelId });
  element.addEventListener("click", () => acts.choose(index));
  return {
    element,
    show: ({ instance, state }) => {
      const chosen = instance.index === state.instance?.index;
      element.setAttribute("aria-selected", String(chosen));
      element.tabIndex = chosen ? 0 : -1;
      const problems = problemsAt(state, instance.pointer, true);
      const worst = problems.some(({ severity }) => severity === "error")
        ? "error"
        : problems.length > 0
          ? "warning"
          : undefined;
      element.dataset.worst = worst ?? "";
      const limetype = state.limetypes.get(instance.limetype ?? "");
      const takes = state.testResult.kind === "preview" && state.testResult.routedTo === instance.displayName;
      element.replaceChildren(
        make(
          "span",
          { class: "tab-title" },
          ...(worst === undefined ? [] : [icon(worst, t(worst))]),
          make("bdi", {}, instance.displayName || t("unnamed")),
          instance.default === true && make("span", { class: "tag" }, t("isDefault")),
          takes && make("span", { class: "tag here", title: t("takesThis") }, icon("chat", t("takesThis"))),
        ),
        make("bdi", { class: "tab-sub" }, limetype ? limetype.label : (instance.limetype ?? "")),
      );
    },
  };
}
