// The action bar above the conversation.

import { actionBar } from "../../elements/action-bar.ts";
import { icon } from "../../elements/icon.ts";
import { lime } from "../../elements/lime.ts";
import { language } from "../../i18n/language.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { element } from "../../platform/dom.ts";
import { linkWith } from "../../state/payload-link.ts";
import type { App } from "../app.ts";
import { openFile } from "./payload-input.ts";
import type { Delivering } from "./send-controller.ts";

export interface Part {
  element: HTMLElement;
  /** Shows how things stand, after anything changed. */
  draw(): void;
}

export function actions(app: App, delivering: Delivering): Part & { example: HTMLElement } {
  const { store } = app;
  const send = lime("limel-button", { label: t("send"), icon: "send", primary: true, class: "send" });
  send.addEventListener("click", () => void delivering.send());
  const bar = actionBar({
    class: "bar",
    accessibleLabel: t("actions"),
    language: language.value,
    layout: "fullWidth",
  });
  const acts: Record<string, () => void> = {
    forecast: () => void delivering.ask(),
    open: () => openFile(app),
    copy: () => void copy(app),
  };
  bar.addEventListener("itemSelected", ({ detail }) => {
    if ("value" in detail) acts[String(detail.value)]?.();
  });
  const reason = element("p", { class: "reason", id: "send-reason" });
  const example = element(
    "label",
    { class: "toggle", title: t("exampleHelp") },
    element("input", { type: "checkbox", role: "switch" }),
    element("span", { class: "toggle-track", "aria-hidden": "true" }),
    element("span", {}, t("example")),
  );
  const isExample = example.querySelector("input") as HTMLInputElement;
  isExample.addEventListener("change", () => store.showExample(isExample.checked));

  let drawn = "";
  const draw = () => {
    const why = delivering.reason();
    const whyNotAsk = delivering.reasonNotToAsk();
    const isSending = store.sending.value.is === "sending";
    send.disabled = why !== undefined || isSending;
    send.loading = isSending;
    isExample.checked = store.example.value;
    // Its items are made anew by the component, which would take the focus away: only when something changed.
    const now = `${whyNotAsk === undefined} ${store.payload.value.trim() === ""}`;
    if (now !== drawn) {
      drawn = now;
      bar.actions = [
        { text: t("forecast"), icon: "compare", value: "forecast", disabled: whyNotAsk !== undefined },
        { text: t("open"), icon: "folder", value: "open", iconOnly: true },
        {
          text: t("copyLink"),
          icon: "link",
          value: "copy",
          iconOnly: true,
          disabled: store.payload.value.trim() === "",
        },
      ];
    }
    reason.replaceChildren(...(why === undefined ? [] : [icon("info"), element("span", {}, t(`reason${why}`))]));
    if (why === "Locked") reason.append(element("a", { href: "#/settings" }, t("toSettings")));
    reason.hidden = why === undefined || why === "Checking";
  };
  return {
    element: element("div", { class: "actions" }, element("div", { class: "actions-row" }, send, bar), reason),
    example,
    draw,
  };
}

async function copy({ store, toast }: App): Promise<void> {
  try {
    await navigator.clipboard.writeText(linkWith(store.payload.value));
    toast(t("linkCopied"), "success");
  } catch {
    toast(t("linkNotCopied"), "error");
  }
}
