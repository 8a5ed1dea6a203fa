// Summary of a dry run. Values are compared where the preview shows them.

import type { UpdatePolicy } from "userlike-limeobject";
import type { PlannedChange } from "userlike-limeobject/delivery";
import { UPDATE_POLICIES } from "../../../../../contract/conversations.ts";
import { icon } from "../../../elements/icon.ts";
import { lime } from "../../../elements/lime.ts";
import { link } from "../../../elements/link.ts";
import { conversation } from "../../../i18n/messages/conversation.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { toSentence } from "../../../i18n/sentence.ts";
import { bidiIsolate, type Child, element } from "../../../platform/dom.ts";
import type { App } from "../../app.ts";
import type { SendController } from "../send-controller.ts";
import { byImportance, roleIcons } from "./context.ts";
import { deliveryFinding } from "./findings.ts";
import { foundList } from "./found-objects.ts";
import { apiValueElement, valueElement } from "./value.ts";

export function dryRunSection(app: App, sendController: SendController): HTMLElement | undefined {
  const { store } = app;
  const dryRun = store.dryRun.value;
  if (dryRun.status === "none") return undefined;
  const close = element("button", { type: "button", class: "icon-button" }, icon("cancel", t("close")));
  close.addEventListener("click", () => {
    store.dryRun.value = { status: "none" };
  });
  const again = element("button", { type: "button", class: "button" }, icon("refresh"), t("askAgain"));
  again.addEventListener("click", () => void sendController.dryRun());
  const section = (...children: Child[]) =>
    element(
      "section",
      { class: `changes ${dryRun.status}`, "aria-labelledby": "changes-title" },
      element("div", { class: "section-head" }, element("h2", { id: "changes-title" }, t("dryRun")), close),
      ...children,
    );
  if (dryRun.status === "asking") {
    return section(
      element("p", { class: "muted", role: "status" }, conversation("asking")),
      lime("limel-linear-progress", { indeterminate: true, accessibleLabel: conversation("asking") }),
    );
  }
  if (dryRun.status === "failed") {
    return section(
      element(
        "div",
        { class: "notice error", role: "alert" },
        element("p", {}, element("strong", {}, t("dryRunFailed"))),
        element("p", { dir: "auto", lang: "en" }, toSentence(dryRun.error.message)),
      ),
      again,
    );
  }
  return section(
    !dryRun.isCurrent && element("p", { class: "notice" }, t("dryRunStale"), " ", again),
    element(
      "ul",
      { class: `change-list${dryRun.isCurrent ? "" : " stale"}` },
      ...byImportance(dryRun.report.objects).map((change) => changeItem(app, change)),
    ),
    foundList(dryRun.report.found, store.limetypeIndex.value),
    dryRun.report.findings.length > 0 &&
      element("ul", { class: "findings" }, ...dryRun.report.findings.map((finding) => deliveryFinding(finding))),
    sendOptions(sendController),
  );
}

function changeItem({ store }: App, change: PlannedChange): HTMLElement {
  const { role, limetype, action, id, url, descriptive, differences } = change;
  const limetypes = store.limetypeIndex.value;
  const name = descriptive ?? (id === undefined ? "" : String(id));
  return element(
    "li",
    { class: `change ${action}` },
    icon(roleIcons[role]),
    element(
      "div",
      {},
      element(
        "p",
        {},
        element("strong", {}, bidiIsolate(limetypes.label(limetype))),
        " ",
        element("span", { class: `badge ${action === "create" ? "accent" : "info"}` }, t(action)),
        " ",
        name !== "" && ((url !== undefined && link(url, name)) || bidiIsolate(name)),
      ),
      action !== "create" &&
        differences.length > 0 &&
        element(
          "ul",
          { class: "differences" },
          ...differences.map(({ property, now, preview, written }) => {
            const known = limetypes.property(limetype, property);
            return element(
              "li",
              { class: `difference ${written ? "written" : "kept"}` },
              bidiIsolate(known?.label ?? property, { class: "muted" }),
              element("del", {}, apiValueElement(now, known)),
              icon("arrow_right", t("after")),
              element("ins", {}, valueElement(preview, known)),
              !written && element("span", { class: "muted" }, t("notWritten")),
            );
          }),
        ),
      action !== "create" && differences.length === 0 && element("p", { class: "muted" }, t("noDifferences")),
    ),
  );
}

/** Update policy of the send; changing it repeats the dry run. */
function sendOptions(sendController: SendController): HTMLElement {
  const select = element(
    "select",
    { id: "existing" },
    ...UPDATE_POLICIES.map((value) => element("option", { value }, conversation(value))),
  );
  select.value = sendController.options.existing;
  select.addEventListener("change", () => {
    sendController.options.existing = select.value as UpdatePolicy;
    void sendController.dryRun();
  });
  const onlyIfChanged = element("input", { type: "checkbox", id: "only-if-changed" });
  onlyIfChanged.checked = sendController.options.onlyIfChanged;
  onlyIfChanged.addEventListener("change", () => {
    sendController.options.onlyIfChanged = onlyIfChanged.checked;
    void sendController.dryRun();
  });
  return element(
    "div",
    { class: "send-options" },
    element("label", {}, conversation("existing"), select),
    element("label", {}, onlyIfChanged, conversation("onlyIfChanged")),
  );
}
