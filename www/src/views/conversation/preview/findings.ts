// Findings and warnings as a list that can be filtered; each links to its locations.

import type { Finding, Problem } from "userlike-limeobject";
import { linkLocations } from "../../../elements/cross-highlight.ts";
import { icon } from "../../../elements/icon.ts";
import { findingHelp } from "../../../i18n/messages/finding-help.ts";
import { findingLabels } from "../../../i18n/messages/finding-labels.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { toSentence } from "../../../i18n/sentence.ts";
import { bidiIsolate, element } from "../../../platform/dom.ts";
import { counts } from "../../../preview/counts.ts";
import { problemLocation, type SourceLocation } from "../../../state/documents.ts";
import type { App } from "../../app.ts";
import { anchorId, type PreviewContext, roleName } from "./context.ts";
import { type Severity, severities, severityIcon } from "./severity.ts";
import { sourceButton } from "./source.ts";

/** `visible` holds the severities shown; `changed` is called when they change. */
export function findingList(
  context: PreviewContext,
  warnings: readonly Problem[],
  visible: Set<Severity>,
  changed: () => void,
): HTMLElement {
  const { findings } = context.preview;
  const total = counts([...findings, ...warnings]);
  const list = element("ul", { class: "findings" });
  const noFindings = element("p", { class: "muted no-findings" }, icon("check"), t("noFindings"));
  const draw = () => {
    const rows = severities
      .filter((severity) => visible.has(severity))
      .flatMap((severity) => [
        ...findings.filter((finding) => finding.severity === severity).map((finding) => findingItem(context, finding)),
        ...warnings
          .filter((warning) => warning.severity === severity)
          .map((warning) => problemItem(context.app, warning)),
      ]);
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
    noFindings.hidden = rows.length > 0 || total.error + total.warning > 0;
  };
  const toggle = (severity: Severity) => {
    const key = `${severity}s` as const;
    const button = element(
      "button",
      { type: "button", class: `filter ${severity}`, "aria-pressed": String(visible.has(severity)) },
      icon(severity),
      t(key, { n: total[severity] }),
    );
    button.addEventListener("click", () => {
      if (!visible.delete(severity)) visible.add(severity);
      button.setAttribute("aria-pressed", String(visible.has(severity)));
      draw();
      changed();
    });
    return button;
  };
  draw();
  return element(
    "section",
    { class: "findings-section", "aria-labelledby": "findings-title" },
    element(
      "div",
      { class: "section-head" },
      element("h2", { id: "findings-title" }, t("findings")),
      element(
        "div",
        { class: "filters", role: "group", "aria-label": t("filter") },
        ...severities.filter((severity) => total[severity] > 0).map(toggle),
      ),
    ),
    noFindings,
    list,
  );
}

function findingItem(context: PreviewContext, finding: Finding): HTMLElement {
  const { app, preview } = context;
  const { object, property, source, config } = finding;
  const locations: SourceLocation[] = [];
  if (source !== undefined) locations.push({ document: "payload", pointer: source });
  if (config !== undefined) locations.push({ document: "config", pointer: config });
  const limetype = preview.objects.find(({ role }) => role === object)?.limetype;
  const about = object && [limetype === undefined ? roleName(object) : context.limetypes.label(limetype)];
  if (about && property !== undefined) {
    about.push(limetype === undefined ? property : context.limetypes.propertyLabel(limetype, property));
  }
  const buttons = locations.map((location) => sourceButton(app, location));
  if (object) buttons.unshift(showButton(object, property));
  return linkLocations(deliveryFinding(finding, about?.join(" · "), buttons), ...locations);
}

/** Renders a finding without its locations, as deliveries and dry runs have them. */
export function deliveryFinding(finding: Finding, about?: string, buttons: HTMLElement[] = []): HTMLElement {
  const words = { label: findingLabels(finding.code), help: findingHelp(finding.code) };
  return listItem(finding, about, buttons, words);
}

/** Renders a problem of the configuration or the limetypes. */
export function problemItem(app: App, problem: Problem): HTMLElement {
  const location = problemLocation(problem);
  return linkLocations(listItem(problem, undefined, [sourceButton(app, location)]), location);
}

/** Creates a button that scrolls to an object or one of its properties. */
function showButton(role: Parameters<typeof anchorId>[0], property: string | undefined): HTMLElement {
  const button = element("button", { type: "button", class: "source" }, icon("search"), t("inPreview"));
  button.addEventListener("click", () => {
    const named = property === undefined ? null : document.getElementById(anchorId(role, property));
    const target = named ?? document.getElementById(anchorId(role));
    target?.scrollIntoView({ block: "center" });
    target?.focus({ preventScroll: true });
  });
  return button;
}

function listItem(
  { severity, code, message }: Pick<Finding | Problem, "severity" | "code" | "message">,
  about: string | undefined,
  buttons: HTMLElement[],
  words?: { label: string; help: string },
): HTMLElement {
  return element(
    "li",
    { class: `finding ${severity}` },
    severityIcon(severity),
    element(
      "div",
      {},
      element(
        "p",
        { class: "finding-head" },
        about !== undefined && bidiIsolate(about, { class: "about" }),
        words && element("span", { class: "finding-label" }, words.label),
        element("code", {}, code),
      ),
      element("p", { dir: "auto", lang: "en" }, toSentence(message)),
      words && element("p", { class: "finding-help" }, words.help),
      element("div", { class: "sources" }, ...buttons),
    ),
  );
}
