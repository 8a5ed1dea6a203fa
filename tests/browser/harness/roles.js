// Runs in the page: finds elements as assistive technology does, by role and accessible name, through open shadow roots.
import { computeAccessibleName, getRole } from "dom-accessibility-api";

/**
 * @typedef {object} Query One level of a search; each level searches within what the one before it found.
 * @property {string} [role]
 * @property {string} [label] Any form control with this accessible name.
 * @property {string | { source: string, flags: string }} [name] The whole accessible name, or a pattern within it.
 * @property {{ source: string, flags: string }} [text] A pattern within the text.
 * @property {string} [data] The name of a data attribute, for structure that has no role.
 * @property {string} [value] Its value.
 * @property {boolean} [hidden] Whether elements that are not shown are found, too.
 * @property {number} [at] Only the element at this position; -1 is the last one.
 */

// Roles by which the library does not know the element.
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

const NAMED_BY_CONTENT = ["button", "link", "menuitem", "option", "tab", "treeitem"];

/** The accessible name. A definition is called like its term. */
export function nameOf(element) {
  const named = element.localName === "dd" ? element.parentElement.querySelector("dt") : element;
  const name = tidy(computeAccessibleName(named));
  if (name !== "") return name;
  if (named.localName === "dt") return tidy(named.textContent);
  return NAMED_BY_CONTENT.includes(roleOf(named)) ? tidy(flatText(named)) : "";
}

/** The text of an element as it is composed of components, into which the library does not look. */
function flatText(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.localName === "style" || node.ariaHidden === "true") return "";
  const children = node.localName === "slot" ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes;
  return [...children].map(flatText).join(" ");
}

/** The elements that match the last query. @param {Query[]} queries @param {Document | Element} [from] */
export function find(queries, from = document) {
  return queries.reduce(
    (found, query) => {
      const matching = found.flatMap((root) => [...within(root)].filter((element) => matches(element, query)));
      const unique = [...new Set(matching)];
      return query.at === undefined ? unique : [unique.at(query.at)].filter((element) => element !== undefined);
    },
    [from],
  );
}

/** Whether assistive technology is offered it. */
export function isShown(element) {
  if (!element.checkVisibility({ visibilityProperty: true })) return false;
  for (let node = element; node; node = parentOf(node)) {
    if (node.inert || node.getAttribute("aria-hidden") === "true") return false;
  }
  return true;
}

/** Whether a click does something: not disabled, and no button of Lime's that works, or shows that it has worked. */
export function takesClicks(element) {
  if (element.disabled || element.ariaDisabled === "true") return false;
  const { host } = element.getRootNode();
  return !(host?.loading || host?.disabled);
}

/** The text as it is shown, that of components within included. */
export function textOf(element) {
  return element.innerText ?? element.textContent ?? "";
}

/** The accessible tree in lines, for messages of failures. */
export function outline(from = document) {
  const lines = [];
  for (const element of within(from)) {
    const role = roleOf(element);
    if (!role || role === "presentation" || role === "none" || !isShown(element)) continue;
    let depth = 0;
    for (let node = parentOf(element); node; node = parentOf(node)) if (roleOf(node)) depth += 1;
    const name = nameOf(element);
    const own = element.children.length === 0 ? tidy(element.textContent) : "";
    lines.push(`${"  ".repeat(depth)}${role}${name && ` "${name}"`}${own && own !== name ? `: ${own}` : ""}`);
  }
  return lines.join("\n");
}

const parentOf = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;

function* within(root) {
  const tree = root.shadowRoot ? [root.shadowRoot, root] : [root];
  for (const node of tree) {
    for (const element of node.querySelectorAll("*")) {
      yield element;
      if (element.shadowRoot) yield* within(element.shadowRoot);
    }
  }
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
