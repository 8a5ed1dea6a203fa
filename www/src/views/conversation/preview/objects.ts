// Limeobjects that will be written, with local names and values.

import type { Finding } from "userlike-limeobject";
import type { PlannedChange } from "userlike-limeobject/delivery";
import { linkLocations } from "../../../elements/cross-highlight.ts";
import { icon } from "../../../elements/icon.ts";
import { link } from "../../../elements/link.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { bidiIsolate, type Child, element } from "../../../platform/dom.ts";
import type { SourceLocation } from "../../../state/documents.ts";
import {
  anchorId,
  byImportance,
  changeOf,
  type Limeobject,
  type PreviewContext,
  type Role,
  roleIcons,
  roleName,
} from "./context.ts";
import { severityIcon } from "./severity.ts";
import { sourceButton, sourceButtons, sourceLocations } from "./source.ts";
import { apiValueElement, valueElement } from "./value.ts";

/** Properties that serve as an object's title in Lime CRM's core limetypes. */
const TITLE_PROPERTIES = ["title", "name", "comment"];

export function objectSection(context: PreviewContext): HTMLElement {
  const seen = new Set<Role>();
  return element(
    "section",
    { "aria-labelledby": "objects-title" },
    element("h2", { id: "objects-title" }, t("objects")),
    ...byImportance(context.preview.objects).map((object, index) => {
      const first = !seen.has(object.role);
      seen.add(object.role);
      return card(context, object, index, first);
    }),
  );
}

/** `first`: whether it is the first object of its role, which relations and findings link to. */
function card(context: PreviewContext, object: Limeobject, index: number, first: boolean): HTMLElement {
  const { preview } = context;
  const { role, limetype, values, relations, file } = object;
  const change = changeOf(context, object);
  // A finding names a role, which is ambiguous with several documents.
  const alone = preview.objects.filter((other) => other.role === role).length === 1;
  const findings = alone
    ? preview.findings.filter(({ object, severity }) => object === role && context.visibleSeverities.has(severity))
    : [];
  const note = role === "history" ? values.note : undefined;
  const titleProperty = TITLE_PROPERTIES.find(
    (property) => typeof values[property] === "string" && values[property] !== "",
  );
  const title = titleProperty === undefined ? undefined : (values[titleProperty] as string);
  const name = context.limetypes.label(limetype);
  const named = title ?? file?.name;
  const heading = element("h3", { id: `object-${index}`, dir: "auto" }, bidiIsolate(named ?? name));
  const code = element("code", {}, bidiIsolate(limetype));
  if (named === undefined) heading.append(" ", code);
  const rows = [
    ...Object.entries(values)
      .filter(([property]) => !(role === "history" && property === "note"))
      .map(([property, value]) =>
        propertyRow(context, object, property, valueElement(value, context.limetypes.property(limetype, property)), {
          findings,
          change,
          first,
        }),
      ),
    ...Object.keys(object.cleared ?? {}).map((property) =>
      propertyRow(context, object, property, element("em", { class: "muted" }, t("clears")), {
        findings,
        change,
        first,
      }),
    ),
    ...(file ? [fileRow(context, object, { findings, change, first })] : []),
  ];
  return element(
    "article",
    { class: `object ${role}`, id: first ? anchorId(role) : undefined, "aria-labelledby": heading.id, tabindex: "-1" },
    element(
      "header",
      { class: "object-head" },
      element("span", { class: "object-icon" }, icon(roleIcons[role])),
      element(
        "div",
        {},
        named !== undefined && element("p", { class: "object-type" }, bidiIsolate(name), " ", code),
        heading,
      ),
      change && changeBadge(change),
    ),
    typeof note === "string" && noteBlock(context, object, note, findings),
    rows.length === 0 && note === undefined
      ? element("p", { class: "muted" }, t("noValues"))
      : element("dl", { class: "properties" }, ...rows),
    relationList(context, relations),
  );
}

function changeBadge({ action, id, url, descriptive }: PlannedChange): HTMLElement {
  const words = `${t(action)}${id === undefined ? "" : ` · ${id}`}`;
  const created = (url !== undefined && link(url, words)) || element("span", {}, words);
  created.className = `badge ${action === "create" ? "accent" : "info"}`;
  if (descriptive !== undefined) created.title = descriptive;
  return created;
}

interface RowContext {
  findings: readonly Finding[];
  change: PlannedChange | undefined;
  first: boolean;
}

function propertyRow(
  context: PreviewContext,
  object: Limeobject,
  property: string,
  value: HTMLElement,
  rowContext: RowContext,
): HTMLElement {
  const { role, limetype, sources } = object;
  const { findings, change, first } = rowContext;
  const known = context.limetypes.property(limetype, property);
  const from = sources[property] ?? [];
  const difference =
    change?.action === "create" ? undefined : change?.differences.find((other) => other.property === property);
  const long = (object.values[property]?.toString().length ?? 0) > 60;
  return linkLocations(
    element(
      "div",
      { class: `property${long ? " long" : ""}`, id: first ? anchorId(role, property) : undefined, tabindex: "-1" },
      element(
        "dt",
        { title: property },
        bidiIsolate(known?.label ?? property),
        known?.required &&
          element(
            "span",
            { class: "required", title: t("required") },
            "*",
            element("span", { class: "visually-hidden" }, ` (${t("required")})`),
          ),
        " ",
        known?.type !== undefined && element("span", { class: "type" }, bidiIsolate(known.type)),
      ),
      element(
        "dd",
        {},
        difference
          ? element(
              "div",
              { class: `difference ${difference.written ? "written" : "kept"}` },
              element("del", {}, apiValueElement(difference.now, known)),
              icon("arrow_right", t("after")),
              element("ins", {}, value),
              !difference.written && element("p", { class: "muted" }, t("notWritten")),
            )
          : value,
        ...findingNotes(findings, property),
        element("div", { class: "sources" }, ...sourceButtons(context.app, from)),
      ),
    ),
    ...sourceLocations(from),
  );
}

function fileRow(context: PreviewContext, object: Limeobject, rowContext: RowContext): Child {
  const { file } = object;
  if (!file) return undefined;
  const location: SourceLocation = { document: "payload", pointer: file.source };
  const value = element(
    "span",
    {},
    bidiIsolate(file.name),
    ` · ${t("fetchedFrom")} `,
    link(file.url) ?? bidiIsolate(file.url),
  );
  const created = propertyRow(context, object, file.property, value, rowContext);
  created.classList.add("long");
  created.querySelector(".sources")?.append(sourceButton(context.app, location));
  return linkLocations(created, location);
}

function noteBlock(context: PreviewContext, object: Limeobject, note: string, about: readonly Finding[]): HTMLElement {
  const from = object.sources.note ?? [];
  const known = context.limetypes.property(object.limetype, "note");
  return linkLocations(
    element(
      "div",
      { class: "note", id: anchorId("history", "note"), tabindex: "-1" },
      element(
        "pre",
        { dir: "auto", tabindex: "0", role: "region", "aria-label": known?.label ?? roleName("history") },
        note === "" ? element("span", { class: "nothing" }, t("empty")) : note,
      ),
      ...findingNotes(about, "note"),
      element("div", { class: "sources" }, ...sourceButtons(context.app, from)),
    ),
    ...sourceLocations(from),
  );
}

function findingNotes(about: readonly Finding[], property: string): HTMLElement[] {
  return about
    .filter((finding) => finding.property === property)
    .map(({ severity, message }) =>
      element(
        "p",
        { class: `remark ${severity}`, lang: "en" },
        severityIcon(severity),
        element("span", { dir: "auto" }, message),
      ),
    );
}

/** Related objects: written together with this one, or looked up. */
function relationList(context: PreviewContext, relations: Limeobject["relations"]): Child {
  const all = Object.entries(relations);
  if (all.length === 0) return undefined;
  return element(
    "ul",
    { class: "relations", "aria-label": t("relation") },
    ...all.map(([property, target]) => {
      const written = context.preview.objects.find(({ role }) => role === target);
      const name = written ? context.limetypes.label(written.limetype) : roleName(target);
      const button = element(
        "button",
        { type: "button", class: "relation", title: property },
        icon(roleIcons[target]),
        bidiIsolate(name),
      );
      button.addEventListener("click", () => {
        const shown = document.getElementById(anchorId(target));
        shown?.scrollIntoView({ block: "center" });
        shown?.focus({ preventScroll: true });
      });
      return element("li", {}, button);
    }),
  );
}
