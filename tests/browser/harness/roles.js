// Runs in the tested page: finds elements by role and accessible name.
import { computeAccessibleName, getRole } from "dom-accessibility-api";

export * from "./actions.js";

/**
 * @typedef {object} Query One level of a search. Each level searches within the matches of the one before.
 * @property {string} [role]
 * @property {string} [label] Accessible name of a form control.
 * @property {string | { source: string, flags: string }} [name] Accessible name, or a pattern that it contains.
 * @property {{ source: string, flags: string }} [text] Pattern that the text contains.
 * @property {string} [data] Name of a data attribute, for elements without a role.
 * @property {string} [value] Its value.
 * @property {boolean} [hidden] Includes hidden elements. Default: false.
 * @property {number} [at] Position of the only match to keep; -1 is the last one.
 */

// Implicit roles that dom-accessibility-api does not know.
const MORE_ROLES = {
  p: "paragraph",
  strong: "strong",
  code: "code",
  mark: "mark",
};
const CONTROLS =
  "input, select, textarea, button, [role=switch], [role=textbox], [role=combobox], [contenteditable=true]";

/** @param {Element} element */
export function roleOf(element) {
  const { localName } = element;
  if (localName === "input" && element.type === "password") return "textbox";
  if (localName === "header" || localName === "footer") {
    if (!element.hasAttribute("role") && element.closest("article, aside, main, nav, section, dialog")) return null;
  }
  return getRole(element) ?? MORE_ROLES[localName] ?? null;
}

/** Accessible name. The name of a definition is its term. */
export function nameOf(element) {
  const named = element.localName === "dd" ? element.parentElement.querySelector("dt") : element;
  return tidy(computeAccessibleName(named)) || (named.localName === "dt" ? tidy(named.textContent) : "");
}

/** Elements that match the last query. @param {Query[]} queries @param {Document | Element} [from] */
export function find(queries, from = document) {
  return queries.reduce(
    (found, query) => {
      const matching = found.flatMap((root) =>
        [...root.querySelectorAll("*")].filter((element) => matches(element, query)),
      );
      const unique = [...new Set(matching)];
      return query.at === undefined ? unique : [unique.at(query.at)].filter((element) => element !== undefined);
    },
    [from],
  );
}

/** Whether the element is in the accessibility tree. */
export function isShown(element) {
  if (!element.checkVisibility({ visibilityProperty: true })) return false;
  for (let node = element; node; node = node.parentElement) {
    if (node.inert || node.getAttribute("aria-hidden") === "true") return false;
  }
  return true;
}

/** Whether the element reacts to clicks. */
export function takesClicks(element) {
  return !element.disabled && element.ariaDisabled !== "true";
}

/** Visible text. */
export function textOf(element) {
  return element.innerText ?? element.textContent ?? "";
}

/** Accessibility tree as indented lines, for error messages. */
export function outline(from = document) {
  const lines = [];
  for (const element of from.querySelectorAll("*")) {
    const role = roleOf(element);
    if (!role || role === "presentation" || role === "none" || !isShown(element)) continue;
    let depth = 0;
    for (let node = element.parentElement; node; node = node.parentElement) if (roleOf(node)) depth += 1;
    const name = nameOf(element);
    const own = element.children.length === 0 ? tidy(element.textContent) : "";
    lines.push(`${"  ".repeat(depth)}${role}${name && ` "${name}"`}${own && own !== name ? `: ${own}` : ""}`);
  }
  return lines.join("\n");
}

function matches(element, { role, label, name, text, data, value, hidden = false }) {
  if (data !== undefined && !element.matches(`[data-${data}${value === undefined ? "" : `="${CSS.escape(value)}"`}]`))
    return false;
  if (role !== undefined && roleOf(element) !== role) return false;
  if (label !== undefined && !element.matches(CONTROLS)) return false;
  if (!hidden && !isShown(element)) return false;
  const wanted = label ?? name;
  if (wanted !== undefined && !says(nameOf(element), wanted)) return false;
  return text === undefined || says(textOf(element), text);
}

const says = (text, wanted) =>
  typeof wanted === "string" ? text === tidy(wanted) : new RegExp(wanted.source, wanted.flags).test(text);

const tidy = (text) => text.replace(/\s+/g, " ").trim();
