// The limeobjects that are written, each as Lime CRM shows one: what it is, its name, its properties with their local names.

import type { Finding } from "userlike-limeobject";
import type { PlannedChange } from "userlike-limeobject/delivery";
import { linked } from "../../../elements/cross-highlight.ts";
import { icon } from "../../../elements/icon.ts";
import { link } from "../../../elements/link.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { type Child, element, foreign } from "../../../platform/dom.ts";
import type { Place } from "../../../state/documents.ts";
import {
  anchor,
  type Context,
  changeOf,
  inOrder,
  type Limeobject,
  limetypeName,
  type Role,
  roleIcons,
  roleName,
} from "./context.ts";
import { severityIcon } from "./severity.ts";
import { placesOf, sourceButton, sourceButtons } from "./source.ts";
import { answered, shown } from "./value.ts";

/** Properties that name an object, in Lime CRM's core types. */
const naming = ["title", "name", "comment"];

export function objectSection(context: Context): HTMLElement {
  const seen = new Set<Role>();
  return element(
    "section",
    { "aria-labelledby": "objects-title" },
    element("h2", { id: "objects-title" }, t("objects")),
    ...inOrder(context.preview.objects).map((object, index) => {
      const first = !seen.has(object.role);
      seen.add(object.role);
      return card(context, object, index, first);
    }),
  );
}

/** `first`: the first of its role, which relations and findings lead to. */
function card(context: Context, object: Limeobject, index: number, first: boolean): HTMLElement {
  const { preview } = context;
  const { role, limetype, values, relations, file } = object;
  const change = changeOf(context, object);
  // A finding names the role; of several documents it can't say which.
  const alone = preview.objects.filter((other) => other.role === role).length === 1;
  const about = alone
    ? preview.findings.filter(({ object, severity }) => object === role && context.shown.has(severity))
    : [];
  const note = role === "history" ? values.note : undefined;
  const titleProperty = naming.find((property) => typeof values[property] === "string" && values[property] !== "");
  const title = titleProperty === undefined ? undefined : (values[titleProperty] as string);
  const name = limetypeName(context, limetype);
  const named = title ?? file?.name;
  const heading = element("h3", { id: `object-${index}`, dir: "auto" }, foreign(named ?? name));
  const code = element("code", {}, foreign(limetype));
  if (named === undefined) heading.append(" ", code);
  const rows = [
    ...Object.entries(values)
      .filter(([property]) => !(role === "history" && property === "note"))
      .map(([property, value]) =>
        row(context, object, property, shown(value, context.names.property(limetype, property)), {
          about,
          change,
          first,
        }),
      ),
    ...(file ? [fileRow(context, object, { about, change, first })] : []),
  ];
  return element(
    "article",
    { class: `object ${role}`, id: first ? anchor(role) : undefined, "aria-labelledby": heading.id, tabindex: "-1" },
    element(
      "header",
      { class: "object-head" },
      element("span", { class: "object-icon" }, icon(roleIcons[role])),
      element(
        "div",
        {},
        named !== undefined && element("p", { class: "object-type" }, foreign(name), " ", code),
        heading,
      ),
      change && changeBadge(change),
    ),
    typeof note === "string" && noteBlock(context, object, note, about),
    rows.length === 0 && note === undefined
      ? element("p", { class: "muted" }, t("noValues"))
      : element("dl", { class: "properties" }, ...rows),
    relationLine(context, relations),
  );
}

function changeBadge({ action, id, url, descriptive }: PlannedChange): HTMLElement {
  const words = `${t(action)}${id === undefined ? "" : ` · ${id}`}`;
  const made = (url !== undefined && link(url, words)) || element("span", {}, words);
  made.className = `badge ${action === "create" ? "accent" : "info"}`;
  if (descriptive !== undefined) made.title = descriptive;
  return made;
}

interface Around {
  about: readonly Finding[];
  change: PlannedChange | undefined;
  first: boolean;
}

function row(context: Context, object: Limeobject, property: string, value: HTMLElement, around: Around): HTMLElement {
  const { role, limetype, sources } = object;
  const { about, change, first } = around;
  const known = context.names.property(limetype, property);
  const from = sources[property] ?? [];
  const difference =
    change?.action === "create" ? undefined : change?.differences.find((other) => other.property === property);
  const long = (object.values[property]?.toString().length ?? 0) > 60;
  return linked(
    element(
      "div",
      { class: `property${long ? " long" : ""}`, id: first ? anchor(role, property) : undefined, tabindex: "-1" },
      element(
        "dt",
        { title: property },
        foreign(known?.local ?? property),
        known?.required &&
          element(
            "span",
            { class: "required", title: t("required") },
            "*",
            element("span", { class: "visually-hidden" }, ` (${t("required")})`),
          ),
        " ",
        known?.type !== undefined && element("span", { class: "type" }, foreign(known.type)),
      ),
      element(
        "dd",
        {},
        difference
          ? element(
              "div",
              { class: `difference ${difference.written ? "written" : "kept"}` },
              element("del", {}, answered(difference.now, known)),
              icon("arrow_right", t("after")),
              element("ins", {}, value),
              !difference.written && element("p", { class: "muted" }, t("notWritten")),
            )
          : value,
        ...remarks(about, property),
        element("div", { class: "sources" }, ...sourceButtons(context.app, from)),
      ),
    ),
    ...placesOf(from),
  );
}

function fileRow(context: Context, object: Limeobject, around: Around): Child {
  const { file } = object;
  if (!file) return undefined;
  const place: Place = { document: "payload", pointer: file.source };
  const value = element("span", {}, foreign(file.name), ` · ${t("fetchedFrom")} `, link(file.url) ?? foreign(file.url));
  const made = row(context, object, file.property, value, around);
  made.classList.add("long");
  made.querySelector(".sources")?.append(sourceButton(context.app, place));
  return linked(made, place);
}

function noteBlock(context: Context, object: Limeobject, note: string, about: readonly Finding[]): HTMLElement {
  const from = object.sources.note ?? [];
  const known = context.names.property(object.limetype, "note");
  return linked(
    element(
      "div",
      { class: "note", id: anchor("history", "note"), tabindex: "-1" },
      element(
        "pre",
        { dir: "auto", tabindex: "0", role: "region", "aria-label": known?.local ?? roleName("history") },
        note === "" ? element("span", { class: "nothing" }, t("empty")) : note,
      ),
      ...remarks(about, "note"),
      element("div", { class: "sources" }, ...sourceButtons(context.app, from)),
    ),
    ...placesOf(from),
  );
}

function remarks(about: readonly Finding[], property: string): HTMLElement[] {
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

/** What the object is tied to: others that are written, and what is looked up. */
function relationLine(context: Context, relations: Limeobject["relations"]): Child {
  const all = Object.entries(relations);
  if (all.length === 0) return undefined;
  return element(
    "ul",
    { class: "relations", "aria-label": t("relation") },
    ...all.map(([property, target]) => {
      const written = context.preview.objects.find(({ role }) => role === target);
      const name = written ? limetypeName(context, written.limetype) : roleName(target);
      const button = element(
        "button",
        { type: "button", class: "relation", title: property },
        icon(roleIcons[target]),
        foreign(name),
      );
      button.addEventListener("click", () => {
        const shown = document.getElementById(anchor(target));
        shown?.scrollIntoView({ block: "center" });
        shown?.focus({ preventScroll: true });
      });
      return element("li", {}, button);
    }),
  );
}
