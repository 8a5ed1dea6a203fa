// Status of a send: in progress, sent, or failed with a way to retry.

import type { Finding } from "userlike-limeobject";
import { icon } from "../../elements/icon.ts";
import { lime } from "../../elements/lime.ts";
import { link } from "../../elements/link.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
import { preview as p } from "../../i18n/messages/preview.ts";
import { toSentence } from "../../i18n/sentence.ts";
import { bidiIsolate, type Child, element } from "../../platform/dom.ts";
import type { SendState } from "../../state/send-state.ts";
import type { App } from "../app.ts";
import type { Widget } from "./actions.ts";
import type { SendController } from "./send-controller.ts";

type Sent = Extract<SendState, { status: "sent" }>;
type Failed = Extract<SendState, { status: "failed" }>;

export function sendStatus({ store }: App, sendController: SendController): Widget {
  const host = element("div", { class: "progress-host", role: "status" });
  const stage = element("span", { class: "muted" });
  let drawnState: SendState | undefined;
  return {
    element: host,
    draw: () => {
      const now = store.sendState.value;
      if (now === drawnState) return;
      drawnState = now;
      const dismiss = element("button", { type: "button", class: "dismiss" }, icon("cancel", t("dismiss")));
      dismiss.addEventListener("click", () => {
        store.sendState.value = { status: "idle" };
      });
      if (now.status === "idle") host.replaceChildren();
      else if (now.status === "sending") {
        stage.textContent = now.stage === null ? "" : t(`step.${now.stage}`);
        if (!host.contains(stage)) host.replaceChildren(running(stage));
      } else if (now.status === "sent") host.replaceChildren(sent(now, dismiss));
      else host.replaceChildren(failed(now, dismiss, sendController));
    },
  };
}

function running(step: HTMLElement): HTMLElement {
  return element(
    "div",
    { class: "progress running" },
    element("p", {}, t("sending"), " ", step),
    lime("limel-linear-progress", { indeterminate: true, accessibleLabel: t("sending") }),
  );
}

function sent({ receipt, limetype }: Sent, dismiss: HTMLElement): HTMLElement {
  const names = { limetype, id: String(receipt.ids.limeobject ?? "") };
  const to = link(receipt.url, t("openInLime"));
  if (to) {
    to.className = "button primary";
    to.append(icon("external"));
  }
  return element(
    "div",
    { class: "progress sent" },
    icon("checked"),
    element(
      "div",
      {},
      element(
        "p",
        { class: "progress-title", dir: "auto" },
        receipt.created ? t("created", names) : t("updated", names),
      ),
      ...(receipt.completed === undefined
        ? []
        : [element("p", { class: "muted" }, t("completed", { count: receipt.completed }))]),
      ...receipt.findings.map(findingNote),
      element(
        "details",
        {},
        element("summary", {}, t("details")),
        element("ul", { class: "steps" }, ...receipt.steps.map(receiptStep)),
      ),
    ),
    to ?? bidiIsolate(receipt.url),
    dismiss,
  );
}

function receiptStep({ role, outcome, id, requests }: Sent["receipt"]["steps"][number]): HTMLElement {
  const outcomes = {
    found: t("found"),
    "not-found": t("not-found"),
    created: t("outcomeCreated"),
    updated: t("outcomeUpdated"),
    connected: t("outcomeConnected"),
    skipped: t("outcomeSkipped"),
  };
  return element(
    "li",
    {},
    `${p(`role.${role}`)} ${id ?? ""}: ${outcomes[outcome]} `,
    element("span", { class: "muted" }, `(${t("requests", { n: requests })})`),
  );
}

function failed({ error }: Failed, dismiss: HTMLElement, sendController: SendController): HTMLElement {
  const again = element("button", { type: "button", class: "button" }, icon("refresh"), t("again"));
  again.addEventListener("click", () => void sendController.send());
  const isStill = error.code === "still-running" || error.details.status === "waiting";
  const findings = Array.isArray(error.details.findings) ? (error.details.findings as Finding[]) : [];
  return element(
    "div",
    { class: `progress ${isStill ? "waiting" : "failed"}`, role: "alert" },
    icon(isStill ? "history" : "error"),
    element(
      "div",
      {},
      element("p", { class: "progress-title" }, isStill ? t("stillSending") : t("notSent")),
      element("p", { dir: "auto", lang: "en" }, toSentence(error.message)),
      ...findings.map(findingNote),
    ),
    again,
    dismiss,
  );
}

function findingNote({ code, message }: Finding): Child {
  const label = element("strong", {}, findingLabels(code));
  return element("p", { class: "progress-note" }, label, " ", bidiIsolate(toSentence(message), { lang: "en" }));
}
