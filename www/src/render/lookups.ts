// What must be found in Lime CRM first.

import type { Lookup, Preview } from "userlike-limeobject";
import { type Child, element, foreign } from "../dom.ts";
import type { Names } from "../names.ts";
import { placeButton } from "./place.ts";
import { roleId, roleName } from "./role.ts";
import { section } from "./section.ts";
import { renderValue } from "./value.ts";

export function renderLookups({ lookups }: Preview, names: Names): HTMLElement {
  if (lookups.length === 0) {
    return section(
      "Looked up first",
      element("p", { class: "empty" }, "Nothing: the new objects are connected to nobody."),
    );
  }
  const tried = new Set<string>();
  return section(
    "Looked up first",
    element(
      "ol",
      { class: "list" },
      ...lookups.map((lookup) => {
        const again = tried.has(lookup.role);
        tried.add(lookup.role);
        return element(
          "li",
          { class: "card line-card", "data-places": true, id: again ? undefined : roleId(lookup.role), tabindex: "-1" },
          element(
            "p",
            {},
            element("strong", {}, capital(roleName(lookup.role))),
            again ? ", if not found yet: " : ": ",
            ...question(lookup, names),
          ),
          "through" in lookup
            ? undefined
            : element(
                "div",
                { class: "places" },
                placeButton({ document: "payload", pointer: lookup.source }),
                placeButton({ document: "config", pointer: lookup.config }, "rule"),
              ),
        );
      }),
    ),
  );
}

function question(lookup: Lookup, names: Names): Child[] {
  if ("through" in lookup) {
    return [
      "the ",
      element("code", {}, foreign(lookup.property)),
      ` of the ${roleName(lookup.through)} that was found`,
    ];
  }
  const { limetype, property, value } = lookup;
  return [
    "the ",
    element("code", {}, foreign(limetype)),
    " whose ",
    element("code", {}, foreign(property)),
    " is ",
    renderValue(value, names.property(limetype, property)),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
