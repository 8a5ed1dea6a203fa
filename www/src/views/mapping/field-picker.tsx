// Dialog with the payload's fields as a tree. Names and values are untrusted and only inserted as text.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { Dialog, DialogActions } from "../../elements/dialog.tsx";
import { TextField } from "../../elements/fields.tsx";
import { muted } from "../../elements/text.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import styles from "./field-picker.module.css";
import { FieldTree } from "./field-tree.tsx";
import type { PayloadField, PayloadTree } from "./model/payload-tree.ts";
import { useEditor } from "./use-editor.ts";

interface FieldPickerProps {
  /** Path at which the tree opens. */
  current: string | undefined;
  /** Called with the picked path; undefined when it is cancelled. */
  onClose(picked: string | undefined): void;
}

export function FieldPicker({ current, onClose }: FieldPickerProps) {
  const payload = useEditor().payload.value;
  const [words, setWords] = useState("");
  const isSearching = words.trim() !== "";
  const fields = useMemo(() => (isSearching ? payload.search(words) : payload.fields), [payload, words]);
  const ancestors = useMemo(() => pathTo(payload, current), [payload, current]);
  const tree = useRef<HTMLDivElement>(null);
  const focusTree = () => {
    const item = tree.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]');
    item?.focus();
    item?.scrollIntoView({ block: "center" });
  };
  useLayoutEffect(() => {
    // Scrolling to the item requires the dialog's layout.
    const frame = requestAnimationFrame(() => ancestors.length > 0 && focusTree());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <Dialog title={t("pickTitle")} onClose={() => onClose(undefined)} closesOutside class={styles.picker}>
      <TextField
        label={t("pickSearch")}
        type="search"
        value={words}
        onInput={setWords}
        data-autofocus=""
        onKeyDownCapture={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "Enter") return;
          event.preventDefault();
          focusTree();
        }}
      />
      {payload.fields.length === 0 ? (
        <p class={muted}>{t("pickEmpty")}</p>
      ) : (
        <div ref={tree} class={styles.box}>
          <FieldTree
            key={isSearching ? words : ""}
            payload={payload}
            fields={fields}
            isFound={isSearching}
            openedFields={isSearching ? [] : ancestors}
            onPick={onClose}
          />
          <p class={styles.nothing} role="status">
            {fields.length === 0 && t("pickNothing")}
          </p>
        </div>
      )}
      <DialogActions>
        <Button onClick={() => onClose(undefined)}>{t("cancel")}</Button>
      </DialogActions>
    </Dialog>
  );
}

/** Returns the fields on the way to a path, from the outermost to that at the path, as far as they exist. */
function pathTo(payload: PayloadTree, current: string | undefined): PayloadField[] {
  const way: PayloadField[] = [];
  let level = payload.fields;
  while (current) {
    const next = level.find(
      ({ path }) => current === path || current.startsWith(`${path}.`) || current.startsWith(`${path}[`),
    );
    if (next === undefined) break;
    way.push(next);
    if (next.path === current || !payload.hasChildren(next)) break;
    level = payload.children(next);
  }
  return way;
}
