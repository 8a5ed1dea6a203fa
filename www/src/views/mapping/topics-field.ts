// Topics of an instance as chips.

import { icon } from "../../elements/icon.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { type Component, keyedList } from "./component.ts";
import { button, textField } from "./controls.ts";

export function topicsField(
  changed: (topics: string[]) => void,
): Component<{ topics: readonly string[]; complaint: string | undefined }> {
  let topics: readonly string[] = [];
  const chips = make("ul", { class: "chips" });
  const show = keyedList<string>(chips, () => {
    let topic = "";
    const text = make("bdi");
    const remove = make("button", { type: "button" }, icon("cancel"));
    remove.addEventListener("click", () => {
      changed(topics.filter((other) => other !== topic));
      field.input.focus();
    });
    return {
      element: make("li", {}, text, remove),
      show: (next) => {
        topic = next;
        text.textContent = next;
        remove.setAttribute("aria-label", t("removeTopic", { topic: next }));
      },
    };
  });
  const field = textField({ label: t("addTopic"), help: t("topicsHelp"), changed: () => {} });
  const add = () => {
    const topic = field.input.value.trim();
    field.input.value = "";
    if (topic !== "" && !topics.includes(topic)) changed([...topics, topic]);
  };
  field.input.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key !== "Enter") return;
    event.preventDefault();
    add();
  });
  const addButton = button(t("addInstance"), add);
  return {
    element: make(
      "div",
      { class: "topics", role: "group", "aria-label": t("topics") },
      make("span", { class: "field-label", "aria-hidden": "true" }, t("topics")),
      chips,
      make("div", { class: "adding" }, field.element, addButton),
    ),
    show: (state) => {
      ({ topics } = state);
      show(topics.map((topic, index) => [`${index} ${topic}`, topic]));
      chips.hidden = topics.length === 0;
      field.show({ value: field.input.value, error: state.complaint });
    },
  };
}
