// Tree after the ARIA pattern: one stop for the Tab key; arrows move, Enter picks.

import { useId, useMemo, useState } from "preact/hooks";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { fieldSummary } from "./field-summary.ts";
import styles from "./field-tree.module.css";
import type { PayloadField, PayloadTree } from "./model/payload-tree.ts";

interface FieldTreeProps {
  payload: PayloadTree;
  fields: readonly PayloadField[];
  /** Whether the fields were searched: they are shown with their paths, and do not open. */
  isFound: boolean;
  /** Fields that are open at first; the last one is marked as the current one and not opened. */
  openedFields: readonly PayloadField[];
  onPick(path: string): void;
}

/** What the items of a tree share. */
interface Tree extends FieldTreeProps {
  opened: ReadonlySet<string>;
  /** Path of the item that the Tab key stops at. */
  active: string | undefined;
  current: string | undefined;
}

export function FieldTree(props: FieldTreeProps) {
  const { payload, fields, isFound, openedFields, onPick } = props;
  const current = openedFields.at(-1)?.path;
  const [opened, setOpened] = useState<ReadonlySet<string>>(
    () => new Set(openedFields.slice(0, -1).map(({ path }) => path)),
  );
  const [active, setActive] = useState(current ?? fields[0]?.path);
  const open = (path: string) => setOpened(new Set([...opened, path]));
  const close = (path: string) => setOpened(new Set([...opened].filter((other) => other !== path)));
  const isOpenable = (path: string) => {
    const field = payload.at(path);
    return !isFound && field !== undefined && payload.hasChildren(field);
  };

  const onClick = (event: MouseEvent) => {
    const node = itemOf(event);
    const { path } = node?.dataset ?? {};
    if (!node || path === undefined) return;
    setActive(path);
    const isTwist = (event.target as Element).closest("[data-twist]") !== null;
    if (!isOpenable(path)) onPick(path);
    else if (!opened.has(path)) open(path);
    else if (isTwist || payload.at(path)?.kind === "object") close(path);
    else onPick(path);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const node = itemOf(event);
    const { path } = node?.dataset ?? {};
    if (!node || path === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role="treeitem"]')];
    const at = all.indexOf(node);
    const go = (to: HTMLElement | null | undefined) => {
      setActive(to?.dataset.path ?? path);
      to?.focus();
    };
    const isOpen = isOpenable(path) ? opened.has(path) : undefined;
    const pick = () => {
      if (isOpen === undefined || payload.at(path)?.kind === "list") onPick(path);
      else if (isOpen) close(path);
      else open(path);
    };
    const actions: Record<string, () => void> = {
      ArrowDown: () => go(all[at + 1]),
      ArrowUp: () => go(all[at - 1]),
      Home: () => go(all[0]),
      End: () => go(all.at(-1)),
      ArrowRight: () => (isOpen === false ? open(path) : isOpen && go(all[at + 1])),
      ArrowLeft: () =>
        isOpen ? close(path) : go(node.parentElement?.closest<HTMLElement>('[role="treeitem"]') ?? node),
      Enter: pick,
      " ": pick,
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  const tree: Tree = { ...props, opened, active, current };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the tree of the ARIA pattern
    <ul role="tree" aria-label={t("pickTree")} class={styles.tree} onClick={onClick} onKeyDown={onKeyDown}>
      {fields.map((field) => (
        <FieldItem key={field.path} tree={tree} field={field} level={1} />
      ))}
    </ul>
  );
}

function itemOf(event: Event): HTMLElement | null {
  return (event.target as Element).closest<HTMLElement>('[role="treeitem"]');
}

interface FieldItemProps {
  tree: Tree;
  field: PayloadField;
  level: number;
}

function FieldItem({ tree, field, level }: FieldItemProps) {
  const { payload, isFound, opened, active, current } = tree;
  const id = useId();
  const { path } = field;
  const isOpenable = !isFound && payload.hasChildren(field);
  const isOpen = isOpenable && opened.has(path);
  const children = useMemo(() => (isOpen ? payload.children(field) : []), [payload, field, isOpen]);
  return (
    <li
      role="treeitem"
      class={styles.item}
      tabIndex={path === active ? 0 : -1}
      aria-level={level}
      aria-labelledby={id}
      aria-expanded={isOpenable ? isOpen : undefined}
      aria-current={path === current ? "true" : undefined}
      data-path={path}
    >
      <span id={id} class={styles.row}>
        <span data-twist="" aria-hidden="true">
          {isOpenable && (isOpen ? "▾" : "▸")}
        </span>
        <bdi class={styles.name}>{isFound ? path : nameOf(field)}</bdi>{" "}
        <bdi class={styles.value}>{summaryOf(field)}</bdi>
      </span>
      {isOpen && (
        // biome-ignore lint/a11y/useSemanticElements: the group of a tree's items
        <ul role="group" class={styles.group}>
          {children.map((child) => (
            <FieldItem key={child.path} tree={tree} field={child} level={level + 1} />
          ))}
        </ul>
      )}
    </li>
  );
}

function nameOf({ label }: PayloadField): string {
  if (label === "[*]") return `[*] ${t("everyItem")}`;
  return label === "[-1]" ? `[-1] ${t("lastItem")}` : label;
}

function summaryOf(field: PayloadField): string {
  return field.kind === "nothing" || field.value === "" ? t("empty") : fieldSummary(field);
}
