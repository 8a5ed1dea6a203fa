// What a send would change in Lime CRM now, in one look. The values themselves are compared where they are shown.

import type { PlannedChange } from "userlike-limeobject/delivery";
import { icon } from "../../../elements/icon.ts";
import { lime } from "../../../elements/lime.ts";
import { link } from "../../../elements/link.ts";
import { conversation } from "../../../i18n/messages/conversation.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { sentence } from "../../../i18n/sentence.ts";
import { type Child, element, foreign } from "../../../platform/dom.ts";
import type { App } from "../../app.ts";
import type { Delivering } from "../send-controller.ts";
import { inOrder, roleIcons } from "./context.ts";
import { answered, shown } from "./value.ts";

export function changes(app: App, delivering: Delivering): HTMLElement | undefined {
  const { store } = app;
  const forecast = store.forecast.value;
  if (forecast.is === "none") return undefined;
  const close = element("button", { type: "button", class: "icon-button" }, icon("cancel", t("close")));
  close.addEventListener("click", () => store.forecast.set({ is: "none" }));
  const again = element("button", { type: "button", class: "button" }, icon("refresh"), t("askAgain"));
  again.addEventListener("click", () => void delivering.ask());
  const section = (...children: Child[]) =>
    element(
      "section",
      { class: `changes ${forecast.is}`, "aria-labelledby": "changes-title" },
      element("div", { class: "section-head" }, element("h2", { id: "changes-title" }, t("forecast")), close),
      ...children,
    );
  if (forecast.is === "asking") {
    return section(
      element("p", { class: "muted", role: "status" }, conversation("asking")),
      lime("limel-linear-progress", { indeterminate: true, accessibleLabel: conversation("asking") }),
    );
  }
  if (forecast.is === "failed") {
    return section(
      element(
        "div",
        { class: "notice error", role: "alert" },
        element("p", {}, element("strong", {}, t("forecastFailed"))),
        element("p", { dir: "auto", lang: "en" }, sentence(forecast.error.message)),
      ),
      again,
    );
  }
  return section(
    !forecast.current && element("p", { class: "notice" }, t("forecastStale"), " ", again),
    element(
      "ul",
      { class: `change-list${forecast.current ? "" : " stale"}` },
      ...inOrder(forecast.forecast.objects).map((change) => row(app, change)),
    ),
    ...forecast.forecast.findings.map(({ message }) =>
      element("p", { class: "notice", dir: "auto", lang: "en" }, message),
    ),
    options(delivering),
  );
}

function row({ store }: App, change: PlannedChange): HTMLElement {
  const { role, limetype, action, id, url, descriptive, differences } = change;
  const names = store.names.value;
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
        element("strong", {}, foreign(names.limetype(limetype) ?? limetype)),
        " ",
        element("span", { class: `badge ${action === "create" ? "accent" : "info"}` }, t(action)),
        " ",
        name !== "" && ((url !== undefined && link(url, name)) || foreign(name)),
      ),
      action !== "create" &&
        differences.length > 0 &&
        element(
          "ul",
          { class: "differences" },
          ...differences.map(({ property, now, preview, written }) => {
            const known = names.property(limetype, property);
            return element(
              "li",
              { class: `difference ${written ? "written" : "kept"}` },
              foreign(known?.local ?? property, { class: "muted" }),
              element("del", {}, answered(now, known)),
              icon("arrow_right", t("after")),
              element("ins", {}, shown(preview, known)),
              !written && element("span", { class: "muted" }, t("notWritten")),
            );
          }),
        ),
      action !== "create" && differences.length === 0 && element("p", { class: "muted" }, t("noDifferences")),
    ),
  );
}

/** How a send treats what exists; choosing asks again. */
function options(delivering: Delivering): HTMLElement {
  const select = element(
    "select",
    { id: "existing" },
    ...(["keep", "fill", "overwrite"] as const).map((value) => element("option", { value }, conversation(value))),
  );
  select.value = delivering.options.existing;
  select.addEventListener("change", () => {
    delivering.options.existing = select.value as "keep" | "fill" | "overwrite";
    void delivering.ask();
  });
  const onlyIfChanged = element("input", { type: "checkbox", id: "only-if-changed" });
  onlyIfChanged.checked = delivering.options.onlyIfChanged;
  onlyIfChanged.addEventListener("change", () => {
    delivering.options.onlyIfChanged = onlyIfChanged.checked;
    void delivering.ask();
  });
  return element(
    "div",
    { class: "send-options" },
    element("label", {}, conversation("existing"), select),
    element("label", {}, onlyIfChanged, conversation("onlyIfChanged")),
  );
}
