// Existing objects in Lime CRM that the new ones are connected to, and the rules that find them.

import type { Lookup } from "userlike-limeobject";
import { linkLocations } from "../../../elements/cross-highlight.ts";
import { icon } from "../../../elements/icon.ts";
import { link } from "../../../elements/link.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { bidiIsolate, type Child, element } from "../../../platform/dom.ts";
import { anchorId, type PreviewContext, type Role, roleIcons, roleName } from "./context.ts";
import { ruleButton, sourceButton } from "./source.ts";
import { valueElement } from "./value.ts";

export function lookupSection(context: PreviewContext): HTMLElement {
  const { lookups } = context.preview;
  const roles = [...new Set(lookups.map(({ role }) => role))];
  return element(
    "section",
    { "aria-labelledby": "lookups-title" },
    element("h2", { id: "lookups-title" }, t("lookups")),
    roles.length === 0
      ? element("p", { class: "muted lookup-none" }, icon("person"), t("nobody"))
      : element("ul", { class: "lookups" }, ...roles.map((role) => card(context, role))),
  );
}

function card(context: PreviewContext, role: Role): HTMLElement {
  const lookups = context.preview.lookups.filter((lookup) => lookup.role === role);
  const found = context.dryRun?.found.find((object) => object.role === role);
  return element(
    "li",
    { class: "lookup", id: anchorId(role), tabindex: "-1" },
    element("span", { class: "lookup-icon" }, icon(roleIcons[role])),
    element(
      "div",
      {},
      element("p", { class: "lookup-role" }, roleName(role), " ", lookupState(context, found)),
      ...lookups.map((lookup, index) => lookupRule(context, lookup, index > 0)),
    ),
  );
}

function lookupState(
  { dryRun }: PreviewContext,
  found: NonNullable<PreviewContext["dryRun"]>["found"][number] | undefined,
): HTMLElement {
  if (!dryRun) return element("span", { class: "badge" }, t("ifFound"));
  if (!found) return element("span", { class: "badge warning" }, t("isMissing"));
  const name = found.descriptive ?? String(found.id);
  const words = t("isFound", { name });
  const badge = (found.url !== undefined && link(found.url, words)) || element("span", {}, bidiIsolate(words));
  badge.className = "badge accent";
  return badge;
}

function lookupRule(context: PreviewContext, lookup: Lookup, isAlternative: boolean): HTMLElement {
  const { app, limetypes } = context;
  if ("through" in lookup) {
    return element("p", { title: lookup.property }, t("through", { role: roleName(lookup.through) }));
  }
  const { limetype, property, value, source, config } = lookup;
  const known = limetypes.property(limetype, property);
  const words: Child[] = [
    t(isAlternative ? "orWhose" : "whose", { property: known?.label ?? property }),
    " ",
    valueElement(value, known),
  ];
  return linkLocations(
    element(
      "div",
      { class: "lookup-rule" },
      element("p", {}, ...words),
      element(
        "div",
        { class: "sources" },
        sourceButton(app, { document: "payload", pointer: source }),
        ruleButton(app, config),
      ),
    ),
    { document: "payload", pointer: source },
    { document: "config", pointer: config },
  );
}
