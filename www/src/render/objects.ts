// The limeobjects to be written, each as a table of its properties.

import type { Finding, Preview } from "userlike-limeobject";
import { type Child, element, foreign } from "../dom.ts";
import type { Names } from "../names.ts";
import { link } from "./link.ts";
import { placeButton } from "./place.ts";
import { type Role, roleId, roleName } from "./role.ts";
import { section } from "./section.ts";
import { severityLabel } from "./severity.ts";
import { renderBlock, renderValue } from "./value.ts";

type Limeobject = Preview["objects"][number];
type Source = Limeobject["sources"][string][number];

export function renderObjects({ objects, findings }: Preview, names: Names): HTMLElement {
  const seen = new Set<Role>();
  return section(
    "Written to Lime CRM",
    ...objects.map((object, index) => {
      const first = !seen.has(object.role);
      seen.add(object.role);
      // A finding names the role; of several documents it can't say which.
      const alone = objects.filter(({ role }) => role === object.role).length === 1;
      const about = alone ? findings.filter((finding) => finding.object === object.role) : [];
      return renderObject(object, { objects, index, first, findings: about, names });
    }),
  );
}

/** What a relation points at: one of these objects, or one that is looked up. */
function renderTarget(target: Role, objects: readonly Limeobject[], names: Names): HTMLElement {
  const written = objects.find(({ role }) => role === target);
  const name = written ? (names.limetype(written.limetype) ?? written.limetype) : `${roleName(target)}, if found`;
  return element("a", { href: `#${roleId(target)}` }, foreign(name));
}

interface Context {
  objects: readonly Limeobject[];
  index: number;
  /** Whether it is the first with its role, which relations lead to. */
  first: boolean;
  findings: readonly Finding[];
  names: Names;
}

function renderObject(object: Limeobject, { objects, index, first, findings, names }: Context): HTMLElement {
  const { role, limetype, values, relations, sources, file } = object;
  const local = names.limetype(limetype);
  const heading = element(
    "h4",
    { id: `object-${index}` },
    foreign(local ?? limetype),
    " ",
    local === undefined ? undefined : element("code", { class: "name" }, foreign(limetype)),
    " ",
    element("span", { class: "role" }, roleName(role)),
  );
  const rows = [
    ...Object.entries(values).map(([property, value]) => {
      const known = names.property(limetype, property);
      const isNote = role === "history" && property === "note";
      const long = typeof value === "string" && value !== "" && (isNote || value.includes("\n"));
      const shown = long ? renderBlock(value, known?.local ?? property) : renderValue(value, known);
      return row(
        propertyCell(limetype, property, names),
        [shown, ...remarks(findings, property)],
        (sources[property] ?? []).flatMap(sourceButtons),
        long,
      );
    }),
    ...(file
      ? [
          row(
            propertyCell(limetype, file.property, names),
            [
              element(
                "p",
                {},
                foreign(file.name),
                ", fetched from ",
                link(file.url) ?? foreign(file.url, { class: "line" }),
              ),
              ...remarks(findings, file.property),
            ],
            [placeButton({ document: "payload", pointer: file.source })],
          ),
        ]
      : []),
    ...Object.entries(relations).map(([property, target]) =>
      row(
        propertyCell(limetype, property, names),
        [renderTarget(target, objects, names), ...remarks(findings, property)],
        [element("span", { class: "muted" }, "relation")],
      ),
    ),
  ];
  // The roles are there in the elements already; they are said again because the style sheet lays the rows out as grids,
  // which takes them away in some browsers.
  return element(
    "article",
    { class: "card object", id: first ? roleId(role) : undefined, "aria-labelledby": heading.id, tabindex: "-1" },
    heading,
    rows.length === 0
      ? element("p", { class: "empty" }, "Written without any value.")
      : element(
          "table",
          { role: "table", "aria-labelledby": heading.id },
          element(
            "thead",
            { role: "rowgroup" },
            element(
              "tr",
              { role: "row" },
              ...["Property", "Value", "Source"].map((name) =>
                element("th", { role: "columnheader", scope: "col" }, name),
              ),
            ),
          ),
          element("tbody", { role: "rowgroup" }, ...rows),
        ),
  );
}

/** `long` gives the value the whole width of the table. */
function row(property: Child[], value: Child[], source: Child[], long = false): HTMLElement {
  return element(
    "tr",
    { role: "row", class: long && "long", "data-places": true },
    element("th", { role: "rowheader", scope: "row" }, ...property),
    element("td", { role: "cell", class: "value" }, ...value),
    element("td", { role: "cell", class: "sources" }, element("div", { class: "places" }, ...source)),
  );
}

function propertyCell(limetype: string, property: string, names: Names): Child[] {
  const known = names.property(limetype, property);
  return [
    known?.local === undefined ? undefined : foreign(known.local, { class: "local" }),
    element("code", { class: "name" }, foreign(property)),
    known?.type === undefined ? undefined : element("span", { class: "type" }, foreign(known.type)),
  ];
}

function remarks(findings: readonly Finding[], property: string): Child[] {
  return findings
    .filter((finding) => finding.property === property)
    .map(({ severity, message }) =>
      element("p", { class: `remark ${severity}` }, severityLabel(severity), " ", foreign(message)),
    );
}

function sourceButtons(source: Source): HTMLElement[] {
  if ("constant" in source) return [placeButton({ document: "config", pointer: source.constant })];
  const { payload, config } = source;
  return [
    placeButton({ document: "payload", pointer: payload }),
    ...(config == null ? [] : [placeButton({ document: "config", pointer: config }, "rule")]),
  ];
}
