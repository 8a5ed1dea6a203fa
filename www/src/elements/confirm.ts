// Modal confirmation dialog.

import { element } from "../platform/dom.ts";

export interface ConfirmOptions {
  title: string;
  text: string;
  confirmLabel: string;
  cancelLabel: string;
}

/** Resolves to true when confirmed. Escape cancels. */
export function confirm({ title, text, confirmLabel, cancelLabel }: ConfirmOptions): Promise<boolean> {
  const go = element("button", { class: "button primary", value: "yes" }, confirmLabel);
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "dialog-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "dialog-title" }, title),
      element("p", { dir: "auto" }, text),
      element("div", { class: "dialog-actions" }, element("button", { class: "button", value: "no" }, cancelLabel), go),
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
