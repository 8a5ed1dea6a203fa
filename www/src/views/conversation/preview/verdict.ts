// Headline of the preview: whether the conversation can be sent, and by which instance.

import { linkLocations } from "../../../elements/cross-highlight.ts";
import { icon } from "../../../elements/icon.ts";
import type { IconName } from "../../../elements/icons.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { bidiIsolate, type Child, element } from "../../../platform/dom.ts";
import { counts } from "../../../preview/counts.ts";
import { instancesOf } from "../../../state/config-outline.ts";
import type { PreviewResult } from "../../../state/preview-result.ts";
import type { App } from "../../app.ts";

type Tone = "ready" | "warned" | "blocked" | "blank";

const icons: Record<Tone, IconName> = { ready: "checked", warned: "warning", blocked: "error", blank: "info" };

/** `announcement` is read out by screen readers when it changes. */
export function verdict(outcome: PreviewResult): { tone: Tone; element: HTMLElement; announcement: string } {
  const [tone, title, text] = describe(outcome);
  return {
    tone,
    announcement: `${title}. ${text}`,
    element: element(
      "div",
      { class: `verdict ${tone}` },
      icon(icons[tone]),
      element("div", {}, element("p", { class: "verdict-title" }, title), text !== "" && element("p", {}, text)),
    ),
  };
}

function describe(outcome: PreviewResult): [Tone, string, string] {
  switch (outcome.kind) {
    case "pending":
      return ["blank", t("pending"), ""];
    case "blank":
      return ["blank", t("blank"), ""];
    case "payload":
      return ["blocked", t("badPayload"), ""];
    case "config":
      return ["blocked", t("badConfig"), ""];
    case "failure":
      return ["blocked", t("failure"), ""];
    case "preview": {
      const { error, warning } = counts([...outcome.preview.findings, ...outcome.warnings]);
      if (error > 0) return ["blocked", t("blocked", { n: error }), t("blockedText")];
      if (outcome.preview.objects.length === 0) return ["blank", t("nothing"), t("nothingText")];
      if (warning > 0) return ["warned", t("warned", { n: warning }), t("warnedText")];
      return ["ready", t("ready"), t("readyText")];
    }
  }
}

/** The instance that maps the conversation and why it was chosen; with several instances, a select. */
export function instanceLine(app: App, outcome: PreviewResult & { kind: "preview" }): HTMLElement {
  const { store } = app;
  const { instance } = outcome.preview;
  const configured = instancesOf(store.config.value);
  const parts: Child[] = [element("span", { class: "muted" }, t("instance"))];
  if (configured.length > 1)
    parts.push(
      instanceSelect(
        app,
        configured.map(({ displayName }) => displayName),
      ),
    );
  if (instance) {
    if (configured.length <= 1) parts.push(element("strong", {}, bidiIsolate(instance.name)));
    parts.push(element("span", { class: "muted", lang: "en" }, bidiIsolate(instance.reason)));
  }
  const line = element("div", { class: "instance" }, ...parts);
  return instance ? linkLocations(line, { document: "config", pointer: `/instances/${instance.index}` }) : line;
}

function instanceSelect({ store }: App, names: readonly string[]): HTMLElement {
  const select = element(
    "select",
    { "aria-label": t("chooseInstance"), id: "instance" },
    element("option", { value: "" }, t("byTopics")),
    ...names.map((name, index) => element("option", { value: String(index) }, name)),
  );
  const chosen = store.instance.value;
  select.value = chosen === null ? "" : String(names.indexOf(chosen));
  select.addEventListener(
    "change",
    () => (store.instance.value = select.value === "" ? null : (names[Number(select.value)] ?? null)),
  );
  return select;
}
