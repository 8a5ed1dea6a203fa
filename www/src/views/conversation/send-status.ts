// What becomes of a send: under way, done, or failed, with what to do.

import type { Finding } from "userlike-limeobject";
import { icon } from "../../elements/icon.ts";
import { lime } from "../../elements/lime.ts";
import { link } from "../../elements/link.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { preview as p } from "../../i18n/messages/preview.ts";
import { sentence } from "../../i18n/sentence.ts";
import { type Child, element, foreign } from "../../platform/dom.ts";
import type { Sending } from "../../state/send-state.ts";
import type { App } from "../app.ts";
import type { Part } from "./actions.ts";
import type { Delivering } from "./send-controller.ts";

type Sent = Extract<Sending, { is: "sent" }>;
type Failed = Extract<Sending, { is: "failed" }>;

export function progress({ store }: App, delivering: Delivering): Part {
  const host = element("div", { class: "progress-host", role: "status" });
  const step = element("span", { class: "muted" });
  let drawn: Sending | undefined;
  return {
    element: host,
    draw: () => {
      const now = store.sending.value;
      if (now === drawn) return;
      drawn = now;
      const dismiss = element("button", { type: "button", class: "dismiss" }, icon("cancel", t("dismiss")));
      dismiss.addEventListener("click", () => store.sending.set({ is: "idle" }));
      if (now.is === "idle") host.replaceChildren();
      else if (now.is === "sending") {
        step.textContent = now.step === null ? "" : t(`step.${now.step}`);
        if (!host.contains(step)) host.replaceChildren(running(step));
      } else if (now.is === "sent") host.replaceChildren(done(now, dismiss));
      else host.replaceChildren(failed(now, dismiss, delivering));
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

function done({ receipt, limetype }: Sent, dismiss: HTMLElement): HTMLElement {
  const said = { limetype, id: String(receipt.ids.limeobject ?? "") };
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
      element("p", { class: "progress-title", dir: "auto" }, receipt.created ? t("created", said) : t("updated", said)),
      ...receipt.findings.map(note),
      element(
        "details",
        {},
        element("summary", {}, t("details")),
        element("ul", { class: "steps" }, ...receipt.steps.map(step)),
      ),
    ),
    to ?? foreign(receipt.url),
    dismiss,
  );
}

function step({ role, outcome, id, requests }: Sent["receipt"]["steps"][number]): HTMLElement {
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

function failed({ error }: Failed, dismiss: HTMLElement, delivering: Delivering): HTMLElement {
  const again = element("button", { type: "button", class: "button" }, icon("refresh"), t("again"));
  again.addEventListener("click", () => void delivering.send());
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
      element("p", { dir: "auto", lang: "en" }, sentence(error.message)),
      ...findings.map(note),
    ),
    again,
    dismiss,
  );
}

function note({ message }: Finding): Child {
  return element("p", { dir: "auto", lang: "en", class: "progress-note" }, message);
}
