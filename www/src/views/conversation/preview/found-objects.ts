// Existing objects that a dry run found; where several fit, all of them, which one is taken, and why.

import type { FoundObject } from "userlike-limeobject";
import { icon } from "../../../elements/icon.ts";
import { link } from "../../../elements/link.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { bidiIsolate, element } from "../../../platform/dom.ts";
import type { LimetypeIndex } from "../../../state/limetype-index.ts";
import { roleIcons, roleName } from "./context.ts";

type Candidates = NonNullable<FoundObject["candidates"]>;

export function foundList(found: readonly FoundObject[], limetypes: LimetypeIndex): HTMLElement | undefined {
  if (found.length === 0) return undefined;
  return element(
    "section",
    { class: "found", "aria-labelledby": "found-title" },
    element("h3", { id: "found-title" }, t("lookups")),
    element("ul", { class: "found-list" }, ...found.map((object) => foundItem(object, limetypes))),
  );
}

function foundItem(found: FoundObject, limetypes: LimetypeIndex): HTMLElement {
  const { role, id, limetype, descriptive, url } = found;
  const candidates = found.candidates ?? [];
  const type = limetype === undefined ? roleName(role) : limetypes.label(limetype);
  return element(
    "li",
    { class: "found-object" },
    icon(roleIcons[role]),
    element(
      "div",
      {},
      element("p", {}, element("strong", {}, bidiIsolate(type)), " ", linked(descriptive ?? String(id), url)),
      candidates.length > 1 && element("p", {}, t("severalFit", { n: candidates.length }), " ", reason(candidates)),
      candidates.length > 1 &&
        element(
          "ol",
          { class: "candidates", "aria-label": t("candidates", { type }) },
          ...candidates.map((candidate) => candidateItem(candidate, candidate.id === id, type)),
        ),
    ),
  );
}

function candidateItem({ id, inactive, url }: Candidates[number], isTaken: boolean, type: string): HTMLElement {
  return element(
    "li",
    {},
    linked(`${type} ${id}`, url ?? undefined),
    " ",
    isTaken && element("span", { class: "badge accent" }, t("taken")),
    isTaken && inactive && " ",
    inactive && element("span", { class: "badge warning" }, t("inactive")),
  );
}

/** Why the first candidate is taken. */
function reason(candidates: Candidates): string {
  const active = candidates.filter(({ inactive }) => !inactive).length;
  if (active === 0) return t("takenInactive");
  if (active === candidates.length) return t("takenOldest");
  return active === 1 ? t("takenOnlyActive") : t("takenOldestActive");
}

function linked(text: string, url: string | undefined): HTMLElement {
  return (url !== undefined && link(url, text)) || bidiIsolate(text);
}
