import { element } from "../../dom.ts";
import { lime } from "../../elements/lime.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";

/** Asks before something that can't be taken back. */
export function confirmed(title: string, text: string, does: string): Promise<boolean> {
  const yes = lime("limel-button", { label: does, primary: true });
  const no = lime("limel-button", { label: t("cancel") });
  const dialog = element(
    "dialog",
    { class: "modal", "aria-labelledby": "confirm-title" },
    element("h2", { id: "confirm-title" }, title),
    text !== "" && element("p", {}, text),
    element("div", { class: "modal-buttons" }, no, yes),
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
