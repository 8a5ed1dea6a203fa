import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { ActionResult, card } from "./card.ts";
import { TextInput } from "./field.ts";

/** The admin token that the worker requires. */
export function accessCard(app: App): { element: HTMLElement; update: () => void } {
  const { api } = app;
  const token = new TextInput({
    label: t("token"),
    type: "password",
    hint: t("tokenHint"),
    onEnter: () => void signIn(),
  });
  const enter = lime("limel-button", { label: t("signIn"), icon: "lock", primary: true });
  const forget = lime("limel-button", { label: t("signOut"), icon: "cancel" });
  const result = new ActionResult();

  const signIn = async () => {
    const entered = token.value;
    if (entered === "") return;
    enter.loading = true;
    result.showProgress(t("checkingToken"));
    const status = await api.enter(entered);
    enter.loading = false;
    token.invalid = status === "locked";
    if (status === "locked") result.showError(t("tokenWrong"));
    else token.value = "";
    update();
  };
  enter.addEventListener("click", signIn);
  forget.addEventListener("click", async () => {
    await api.enter(null);
    result.clear();
    update();
  });

  const form = element("div", { class: "setting-fields" }, token.element, enter);
  const root = card(
    "access",
    "lock",
    t("access"),
    element("p", { class: "muted" }, t("accessText")),
    form,
    result.element,
    element("div", { class: "setting-buttons" }, forget),
  );

  function update(): void {
    const ready = api.status.value === "ready";
    form.hidden = ready;
    forget.hidden = !ready;
    if (ready) result.showSuccess(t("signedIn"));
  }
  return { element: root, update };
}
