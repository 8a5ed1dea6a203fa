// The topics of an instance, as chips.

import { element as make } from "../../dom.ts";
import { icon } from "../../elements/icon.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { button, textField } from "./controls.ts";
import { keyed, type Part } from "./parts.ts";

export function topicsField(
  changed: (topics: string[]) => void,
): Part<{ topics: readonly string[]; complaint: string | undefined }> {
  let topics: readonly string[] = [];
  let typed = "";
  const chips = make("ul", { class: "chips" });
  const show = keyed<string>(chips, () => {
    let topic = "";
    const text = make("bdi");
    const remove = make("button", { type: "button" }, icon("cancel"));
    remove.addEventListener("click", () => {
      changed(topics.filter((other) => other !== topic));
      field.element.focus();
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
  const field = textField({
    label: t("addTopic"),
    changed: (text) => {
      typed = text;
    },
  });
  const add = () => {
    const topic = typed.trim();
    typed = "";
    field.element.value = "";
    if (topic !== "" && !topics.includes(topic)) changed([...topics, topic]);
  };
  field.element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    // The field tells what was typed a moment after the last key; a quick Enter is before that.
    typed = inner(field.element) ?? typed;
    add();
  });
  const press = button(t("addInstance"), add);
  const complaint = make("p", { class: "complaint" });
  return {
    element: make(
      "div",
      { class: "topics", role: "group", "aria-label": t("topics") },
      make("span", { class: "label" }, t("topics")),
      chips,
      make("div", { class: "adding" }, field.element, press),
      make("p", { class: "hint" }, t("topicsHelp")),
      complaint,
    ),
    show: (state) => {
      ({ topics } = state);
      show(topics.map((topic, index) => [`${index} ${topic}`, topic]));
      chips.hidden = topics.length === 0;
      complaint.textContent = state.complaint ?? "";
    },
  };
}

function inner(field: HTMLElement): string | undefined {
  return field.shadowRoot?.querySelector("input")?.value;
}
