// Dialog with the payload's fields as a tree. Names and values are untrusted and only inserted as text.

import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { button, newId, textField } from "./controls.ts";
import type { PayloadField, PayloadTree } from "./model/payload-tree.ts";
import { summary } from "./path-field.ts";

/** Opens the dialog at `current`. Resolves to the picked path; undefined when it is cancelled. */
export function pickField(payload: PayloadTree, current: string | undefined): Promise<string | undefined> {
  let resolve: (path: string | undefined) => void = () => {};
  const picked = new Promise<string | undefined>((done) => (resolve = done));
  const dialog = make("dialog", { class: "mapping-dialog picker", "aria-label": t("pickTitle") });
  const tree = fieldTree(payload, current, (path) => end(path));
  const search = textField({ label: t("pickSearch"), type: "search", changed: (words) => tree.search(words) });
  const close = button(t("cancel"), () => end(undefined));
  const end = (path: string | undefined) => {
    resolve(path);
    dialog.close();
  };
  dialog.append(
    make("h2", {}, t("pickTitle")),
    search.element,
    payload.fields.length === 0 ? make("p", { class: "hint" }, t("pickEmpty")) : tree.element,
    make("div", { class: "buttons end" }, close),
  );
  // Clicks beside the dialog hit its backdrop, whose target is the dialog.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) end(undefined);
  });
  dialog.addEventListener("close", () => {
    resolve(undefined);
    dialog.remove();
  });
  search.input.addEventListener("keydown", (pressed) => {
    const event = pressed as KeyboardEvent;
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    tree.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  // Scrolling to the focused item requires the dialog's layout.
  requestAnimationFrame(() => (current ? tree.focus() : search.input.focus()));
  return picked;
}

interface Tree {
  element: HTMLElement;
  search(words: string): void;
  focus(): void;
}

/** Tree after the ARIA pattern: one stop for the Tab key; arrows move, Enter picks. */
function fieldTree(payload: PayloadTree, current: string | undefined, picked: (path: string) => void): Tree {
  const tree = make("ul", { role: "tree", "aria-label": t("pickTree"), class: "field-tree" });
  const nothing = make("p", { class: "hint", role: "status" });
  const fields = new Map<HTMLElement, PayloadField>();

  const item = (field: PayloadField, level: number, isFound: boolean): HTMLElement => {
    const isOpenable = payload.hasChildren(field) && !isFound;
    const row = make(
      "span",
      { class: "field-row", id: newId() },
      make("span", { class: "twist", "aria-hidden": "true" }),
      make("bdi", { class: "field-name" }, isFound ? field.path : name(field)),
      " ",
      make("bdi", { class: `field-value ${field.kind}` }, valueLabel(field)),
    );
    const node = make(
      "li",
      {
        role: "treeitem",
        tabindex: "-1",
        "aria-level": String(level),
        "aria-labelledby": row.id,
        "data-path": field.path,
        ...(isOpenable ? { "aria-expanded": "false" } : {}),
      },
      row,
    );
    fields.set(node, field);
    return node;
  };

  const open = (node: HTMLElement) => {
    const field = fields.get(node);
    if (field === undefined || node.getAttribute("aria-expanded") !== "false") return;
    node.setAttribute("aria-expanded", "true");
    const level = Number(node.getAttribute("aria-level")) + 1;
    node.append(make("ul", { role: "group" }, ...payload.children(field).map((child) => item(child, level, false))));
  };
  const close = (node: HTMLElement) => {
    if (node.getAttribute("aria-expanded") !== "true") return;
    node.setAttribute("aria-expanded", "false");
    node.querySelector(":scope > ul")?.remove();
  };
  const items = () => [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  const go = (node: HTMLElement | null | undefined) => {
    if (!node) return;
    for (const other of items()) other.tabIndex = -1;
    node.tabIndex = 0;
    node.focus();
  };
  const show = (found: PayloadField[], isFound: boolean) => {
    fields.clear();
    tree.replaceChildren(...found.map((field) => item(field, 1, isFound)));
    nothing.textContent = found.length === 0 ? t("pickNothing") : "";
    const [first] = items();
    if (first) first.tabIndex = 0;
  };

  tree.addEventListener("click", (event) => {
    const node = (event.target as Element).closest<HTMLElement>('[role="treeitem"]');
    const field = node && fields.get(node);
    if (!node || !field) return;
    const twist = (event.target as Element).closest(".twist");
    const isOpen = node.getAttribute("aria-expanded");
    if (isOpen === null || (!twist && isOpen === "true" && field.kind !== "object")) picked(field.path);
    else if (isOpen === "true") close(node);
    else open(node);
  });
  tree.addEventListener("keydown", (event) => {
    const node = (event.target as Element).closest<HTMLElement>('[role="treeitem"]');
    const field = node && fields.get(node);
    if (!node || !field || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = items();
    const at = all.indexOf(node);
    const isOpen = node.getAttribute("aria-expanded");
    const act: Record<string, () => void> = {
      ArrowDown: () => go(all[at + 1]),
      ArrowUp: () => go(all[at - 1]),
      Home: () => go(all[0]),
      End: () => go(all.at(-1)),
      ArrowRight: () => (isOpen === "false" ? open(node) : isOpen === "true" && go(all[at + 1])),
      ArrowLeft: () =>
        isOpen === "true" ? close(node) : go(node.parentElement?.closest<HTMLElement>('[role="treeitem"]')),
      Enter: () =>
        isOpen === null || field.kind === "list" ? picked(field.path) : isOpen === "true" ? close(node) : open(node),
      " ": () => act.Enter?.(),
    };
    const acted = act[event.key];
    if (acted === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    acted();
  });

  show(payload.fields, false);
  const reveal = () => {
    let found: HTMLElement | undefined;
    // Open every item on the path to the current field.
    for (let level = 1; ; level += 1) {
      const next = items().find((node) => {
        const path = fields.get(node)?.path ?? "";
        const fits = current === path || current?.startsWith(`${path}.`) || current?.startsWith(`${path}[`);
        return Number(node.getAttribute("aria-level")) === level && fits;
      });
      if (next === undefined) break;
      found = next;
      if (fields.get(next)?.path === current) break;
      open(next);
    }
    return found;
  };
  const start = current ? reveal() : undefined;
  if (start) {
    for (const node of items()) node.tabIndex = -1;
    start.tabIndex = 0;
    start.setAttribute("aria-current", "true");
  }
  return {
    element: make("div", { class: "field-tree-box" }, tree, nothing),
    search: (words) => {
      if (words.trim() === "") show(payload.fields, false);
      else show(payload.search(words), true);
    },
    focus: () => {
      const node = items().find((node) => node.tabIndex === 0);
      go(node);
      node?.scrollIntoView({ block: "center" });
    },
  };
}

function name(field: PayloadField): string {
  if (field.label === "[*]") return `[*] ${t("everyItem")}`;
  return field.label === "[-1]" ? `[-1] ${t("lastItem")}` : field.label;
}

function valueLabel(field: PayloadField): string {
  if (field.kind === "nothing" || field.value === "") return t("empty");
  return summary(field.value, field.kind);
}
