// What Lime CRM gets. While the texts are being changed, the last good preview stays in sight.

import { follow, mark } from "../../../elements/cross-highlight.ts";
import { icon } from "../../../elements/icon.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { sentence } from "../../../i18n/sentence.ts";
import { element, foreign } from "../../../platform/dom.ts";
import type { Place } from "../../../state/documents.ts";
import type { Outcome } from "../../../state/preview-result.ts";
import type { App } from "../../app.ts";
import type { Delivering } from "../send-controller.ts";
import type { Context } from "./context.ts";
import { changes } from "./dry-run-section.ts";
import { findingList, problemRow } from "./findings.ts";
import { lookupSection } from "./lookups.ts";
import { objectSection } from "./objects.ts";
import type { Severity } from "./severity.ts";
import { sourceButton } from "./source.ts";
import { instanceLine, verdict } from "./verdict.ts";

export interface PreviewPane {
  element: HTMLElement;
  leave(): void;
}

export function previewPane(app: App, delivering: Delivering): PreviewPane {
  const { store, previewing } = app;
  const top = element("div", { class: "pane-head" });
  const said = element("p", { class: "visually-hidden", role: "status" });
  const trouble = element("div", { class: "trouble" });
  const forecast = element("div", {});
  const result = element("div", { class: "result" });
  const objects = element("div", { class: "objects" });
  const took = element("p", { class: "took muted" });
  const scroll = element("div", { class: "preview-scroll" }, trouble, forecast, result, took);
  const pane = element(
    "section",
    { class: "pane preview-pane card", "aria-labelledby": "preview-title" },
    element("h2", { id: "preview-title", class: "visually-hidden" }, t("title")),
    said,
    top,
    scroll,
  );
  const shown = new Set<Severity>(["error", "warning"]);
  let kept: Context | undefined;

  const drawObjects = () => {
    if (kept === undefined || kept.preview.objects.length === 0) objects.replaceChildren();
    else objects.replaceChildren(objectSection(kept), lookupSection(kept));
    mark(objects, store.pointed.value);
  };
  const draw = () => {
    const outcome = store.outcome.value;
    const now = verdict(outcome);
    top.replaceChildren(now.element, ...(outcome.kind === "preview" ? [instanceLine(app, outcome)] : []));
    // Touched only when there is something new to say.
    if (said.textContent !== now.said) said.textContent = now.said;
    const asked = store.forecast.value;
    forecast.replaceChildren(...[changes(app, delivering)].filter((part) => part !== undefined));
    if (outcome.kind === "preview") {
      kept = {
        app,
        preview: outcome.preview,
        names: store.names.value,
        forecast: asked.is === "known" && asked.current ? asked.forecast : undefined,
        shown,
      };
      result.replaceChildren(findingList(kept, outcome.warnings, shown, drawObjects), objects);
      drawObjects();
    } else if (outcome.kind === "blank") {
      kept = undefined;
      result.replaceChildren(
        element("div", { class: "empty-state" }, icon("limeobject"), element("p", {}, t("blankText"))),
      );
    }
    const stale = kept !== undefined && outcome.kind !== "preview" && outcome.kind !== "pending";
    result.toggleAttribute("data-stale", stale);
    trouble.replaceChildren(
      ...troubles(app, outcome),
      ...(stale ? [element("p", { class: "notice" }, t("stale"))] : []),
    );
    const ms = previewing.took.value;
    took.textContent = outcome.kind === "preview" ? t("took", { ms: app.format.number(ms, ms < 10 ? 1 : 0) }) : "";
    mark(scroll, store.pointed.value);
  };
  draw();
  const stops = [
    store.outcome.subscribe(draw),
    store.names.subscribe(draw),
    store.forecast.subscribe(draw),
    follow(pane, store),
  ];
  return {
    element: pane,
    leave: () => {
      for (const stop of stops) stop();
    },
  };
}

/** What keeps a preview from being made, in its place. */
function troubles(app: App, outcome: Outcome): HTMLElement[] {
  if (outcome.kind === "payload") {
    const { message, pointer, line, column } = outcome;
    const place: Place = { document: "payload", pointer, line, column };
    return [
      element(
        "div",
        { class: "notice error" },
        element("p", { dir: "auto", lang: "en" }, sentence(message)),
        element("div", { class: "sources" }, sourceButton(app, place)),
      ),
    ];
  }
  if (outcome.kind === "config") {
    const order = ["error", "warning"];
    const rows = outcome.problems.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    return [element("ul", { class: "findings" }, ...rows.map((problem) => problemRow(app, problem)))];
  }
  if (outcome.kind === "failure") {
    return [
      element("p", { class: "notice error" }, t("failureText")),
      element("pre", { class: "report" }, foreign(outcome.message)),
    ];
  }
  return [];
}
