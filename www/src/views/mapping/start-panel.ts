import { lime } from "../../elements/lime.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";
import { button } from "./controls.ts";
import type { MappingState } from "./mapping-model.ts";

/** Panel shown while the configuration has no instance. */
export function startPanel(add: (limetype: string) => void, example: () => void): Component<MappingState> {
  const choices = make("div", { class: "buttons" });
  const element = make(
    "div",
    { class: "empty-state", hidden: true },
    make("h2", {}, t("startTitle")),
    make("p", {}, t("startText")),
    choices,
    lime("limel-button", { label: t("startExample"), icon: "example" }),
  );
  element.querySelector("limel-button:last-child")?.addEventListener("click", example);
  return {
    element,
    show: ({ limetypes }) => {
      choices.replaceChildren(
        ...limetypes.all
          .filter(({ properties }) => properties.some(({ relatedType }) => relatedType === "person"))
          .map((limetype) => button(limetype.label, () => add(limetype.name), { outlined: true })),
      );
    },
  };
}
