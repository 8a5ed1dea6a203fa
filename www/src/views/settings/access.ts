import type { App } from "../../app.ts";
import { element } from "../../dom.ts";
import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { card, Result } from "./card.ts";

/** The admin token, without which the worker answers nobody. */
export function accessCard(app: App): { element: HTMLElement; update: () => void } {
  const { api } = app;
  const token = lime("limel-input-field", { label: t("token"), type: "password", helperText: t("tokenHint") });
  const enter = lime("limel-button", { label: t("signIn"), icon: "lock", primary: true });
  const forget = lime("limel-button", { label: t("signOut"), icon: "cancel" });
  const result = new Result();
  token.addEventListener("change", ({ detail }) => {
    token.value = detail;
    token.invalid = false;
  });

  const use = async () => {
    const entered = (token.value ?? "").trim();
    if (entered === "") return;
    enter.loading = true;
    result.working(t("checkingToken"));
    const status = await api.enter(entered);
    enter.loading = false;
    token.invalid = status === "locked";
    if (status === "locked") result.bad(t("tokenWrong"));
    else token.value = "";
    update();
  };
  enter.addEventListener("click", use);
  token.addEventListener("keydown", (event) => {
    if (event.key === "Enter") void use();
  });
  forget.addEventListener("click", async () => {
    await api.enter(null);
    result.clear();
    update();
  });

  const form = element("div", { class: "setting-fields" }, token, enter);
  const made = card(
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
    if (ready) result.good(t("signedIn"));
  }
  return { element: made, update };
}
