// Pane with the preview. While the documents are invalid, the last valid preview stays visible.

import { applyHighlight, trackHighlight } from "../../../elements/cross-highlight.ts";
import { icon } from "../../../elements/icon.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { toSentence } from "../../../i18n/sentence.ts";
import { bidiIsolate, element } from "../../../platform/dom.ts";
import { onChange } from "../../../platform/signal.ts";
import type { SourceLocation } from "../../../state/documents.ts";
import type { PreviewResult } from "../../../state/preview-result.ts";
import type { App } from "../../app.ts";
import type { SendController } from "../send-controller.ts";
import type { PreviewContext } from "./context.ts";
import { dryRunSection } from "./dry-run-section.ts";
import { findingList, problemItem } from "./findings.ts";
import { lookupSection } from "./lookups.ts";
import { objectSection } from "./objects.ts";
import type { Severity } from "./severity.ts";
import { sourceButton } from "./source.ts";
import { instanceLine, verdict } from "./verdict.ts";

export interface PreviewPane {
  element: HTMLElement;
  dispose(): void;
}

export function previewPane(app: App, sendController: SendController): PreviewPane {
  const { store, previewController } = app;
  const top = element("div", { class: "pane-head" });
  const announcement = element("p", { class: "visually-hidden", role: "status" });
  const errors = element("div", { class: "trouble" });
  const dryRunHost = element("div", {});
  const result = element("div", { class: "result" });
  const objects = element("div", { class: "objects" });
  const duration = element("p", { class: "took muted" });
  const scroll = element("div", { class: "preview-scroll" }, errors, dryRunHost, result, duration);
  const pane = element(
    "section",
    { class: "pane preview-pane card", "aria-labelledby": "preview-title" },
    element("h2", { id: "preview-title", class: "visually-hidden" }, t("title")),
    announcement,
    top,
    scroll,
  );
  const visibleSeverities = new Set<Severity>(["error", "warning"]);
  let lastGood: PreviewContext | undefined;

  const drawObjects = () => {
    if (lastGood === undefined || lastGood.preview.objects.length === 0) objects.replaceChildren();
    else objects.replaceChildren(objectSection(lastGood), lookupSection(lastGood));
    applyHighlight(objects, store.highlighted.value);
  };
  const draw = () => {
    const outcome = store.previewResult.value;
    const now = verdict(outcome);
    top.replaceChildren(now.element, ...(outcome.kind === "preview" ? [instanceLine(app, outcome)] : []));
    // A live region: write only when the text changes.
    if (announcement.textContent !== now.announcement) announcement.textContent = now.announcement;
    const dryRun = store.dryRun.value;
    dryRunHost.replaceChildren(...[dryRunSection(app, sendController)].filter((part) => part !== undefined));
    if (outcome.kind === "preview") {
      lastGood = {
        app,
        preview: outcome.preview,
        limetypes: store.limetypeIndex.value,
        dryRun: dryRun.status === "known" && dryRun.isCurrent ? dryRun.report : undefined,
        visibleSeverities,
      };
      result.replaceChildren(findingList(lastGood, outcome.warnings, visibleSeverities, drawObjects), objects);
      drawObjects();
    } else if (outcome.kind === "blank") {
      lastGood = undefined;
      result.replaceChildren(
        element("div", { class: "empty-state" }, icon("limeobject"), element("p", {}, t("blankText"))),
      );
    }
    const stale = lastGood !== undefined && outcome.kind !== "preview" && outcome.kind !== "pending";
    result.toggleAttribute("data-stale", stale);
    errors.replaceChildren(
      ...errorNodes(app, outcome),
      ...(stale ? [element("p", { class: "notice" }, t("stale"))] : []),
    );
    const ms = previewController.duration.value;
    duration.textContent = outcome.kind === "preview" ? t("took", { ms: app.format.number(ms, ms < 10 ? 1 : 0) }) : "";
    applyHighlight(scroll, store.highlighted.value);
  };
  draw();
  const subscriptions = [
    onChange(store.previewResult, draw),
    onChange(store.limetypeIndex, draw),
    onChange(store.dryRun, draw),
    trackHighlight(pane, store),
  ];
  return {
    element: pane,
    dispose: () => {
      for (const stop of subscriptions) stop();
    },
  };
}

/** Renders why there is no preview. */
function errorNodes(app: App, outcome: PreviewResult): HTMLElement[] {
  if (outcome.kind === "payload") {
    const { message, pointer, line, column } = outcome;
    const location: SourceLocation = { document: "payload", pointer, line, column };
    return [
      element(
        "div",
        { class: "notice error" },
        element("p", { dir: "auto", lang: "en" }, toSentence(message)),
        element("div", { class: "sources" }, sourceButton(app, location)),
      ),
    ];
  }
  if (outcome.kind === "config") {
    const order = ["error", "warning"];
    const rows = outcome.problems.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    return [element("ul", { class: "findings" }, ...rows.map((problem) => problemItem(app, problem)))];
  }
  if (outcome.kind === "failure") {
    return [
      element("p", { class: "notice error" }, t("failureText")),
      element("pre", { class: "report" }, bidiIsolate(outcome.message)),
    ];
  }
  return [];
}
