// A question that must be answered before something goes on.

import { element } from "../platform/dom.ts";

export interface Question {
  title: string;
  text: string;
  yes: string;
  no: string;
}

/** Whether the answer was yes. Escape is no. */
export function confirm({ title, text, yes, no }: Question): Promise<boolean> {
  const go = element("button", { class: "button primary", value: "yes" }, yes);
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "dialog-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "dialog-title" }, title),
      element("p", { dir: "auto" }, text),
      element("div", { class: "dialog-actions" }, element("button", { class: "button", value: "no" }, no), go),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  go.focus();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
  });
}
