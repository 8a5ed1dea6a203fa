// Actions above the conversation.

import { actionBar } from "../../elements/action-bar.ts";
import { icon } from "../../elements/icon.ts";
import { lime } from "../../elements/lime.ts";
import { language } from "../../i18n/language.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { element } from "../../platform/dom.ts";
import { payloadLink } from "../../state/payload-link.ts";
import type { App } from "../app.ts";
import { choosePayloadFile } from "./payload-input.ts";
import type { SendController } from "./send-controller.ts";

export interface Widget {
  element: HTMLElement;
  /** Updates the element after a change of state. */
  draw(): void;
}

export function actionsBar(app: App, sendController: SendController): Widget & { example: HTMLElement } {
  const { store } = app;
  const send = lime("limel-button", { label: t("send"), icon: "send", primary: true, class: "send" });
  send.addEventListener("click", () => void sendController.send());
  const bar = actionBar({
    class: "bar",
    accessibleLabel: t("actions"),
    language: language.value,
    layout: "fullWidth",
  });
  const commands: Record<string, () => void> = {
    dryRun: () => void sendController.dryRun(),
    open: () => choosePayloadFile(app),
    copy: () => void copyLink(app),
  };
  bar.addEventListener("itemSelected", ({ detail }) => {
    if ("value" in detail) commands[String(detail.value)]?.();
  });
  const reason = element("p", { class: "reason", id: "send-reason" });
  const example = element(
    "label",
    { class: "toggle", title: t("exampleHelp") },
    element("input", { type: "checkbox", role: "switch" }),
    element("span", { class: "toggle-track", "aria-hidden": "true" }),
    element("span", {}, t("example")),
  );
  const exampleSwitch = example.querySelector("input") as HTMLInputElement;
  exampleSwitch.addEventListener("change", () => store.showExample(exampleSwitch.checked));

  let drawnState = "";
  const draw = () => {
    const blocker = sendController.sendBlocker();
    const dryRunBlocker = sendController.dryRunBlocker();
    const isSending = store.sendState.value.status === "sending";
    send.disabled = blocker !== undefined || isSending;
    send.loading = isSending;
    exampleSwitch.checked = store.isExample.value;
    // The component replaces its items, and with them the focus: only when they change.
    const now = `${dryRunBlocker === undefined} ${store.payload.value.trim() === ""}`;
    if (now !== drawnState) {
      drawnState = now;
      bar.actions = [
        { text: t("dryRun"), icon: "compare", value: "dryRun", disabled: dryRunBlocker !== undefined },
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
    reason.replaceChildren(
      ...(blocker === undefined ? [] : [icon("info"), element("span", {}, t(`reason${blocker}`))]),
    );
    if (blocker === "Locked") reason.append(element("a", { href: "#/settings" }, t("toSettings")));
    reason.hidden = blocker === undefined || blocker === "Checking";
  };
  return {
    element: element("div", { class: "actions" }, element("div", { class: "actions-row" }, send, bar), reason),
    example,
    draw,
  };
}

async function copyLink({ store, toast }: App): Promise<void> {
  try {
    await navigator.clipboard.writeText(payloadLink(store.payload.value));
    toast(t("linkCopied"), "success");
  } catch {
    toast(t("linkNotCopied"), "error");
  }
}
