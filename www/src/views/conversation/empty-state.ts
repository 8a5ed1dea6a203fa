// Placeholder without a conversation, with ways to open one.

import { icon } from "../../elements/icon.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { choosePayloadFile } from "./payload-input.ts";

export function emptyState(app: App): HTMLElement {
  const open = element("button", { type: "button", class: "button primary" }, icon("folder"), t("open"));
  open.addEventListener("click", () => choosePayloadFile(app));
  const example = element("button", { type: "button", class: "button" }, icon("example"), t("showExample"));
  example.addEventListener("click", () => app.store.showExample(true));
  return element(
    "div",
    { class: "empty-state" },
    icon("chat"),
    element("h2", {}, t("emptyTitle")),
    element("p", {}, t("emptyText")),
    element("div", { class: "empty-actions" }, open, example),
  );
}
