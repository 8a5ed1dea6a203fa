// Commands for the whole mapping: undo, redo, editor mode, files, versions.

import { IconButton } from "../../elements/button.tsx";
import { Segments } from "../../elements/tabs.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { Menu, type MenuItem } from "./menu.tsx";
import { EDITOR_MODES } from "./place.ts";
import styles from "./toolbar.module.css";
import { useEditor, useSelect } from "./use-editor.ts";

interface ToolbarProps {
  /** Opens the saved versions; undefined when there are none. */
  onVersions: (() => void) | undefined;
}

export function Toolbar({ onVersions }: ToolbarProps) {
  const editor = useEditor();
  const canUndo = useSelect(({ app }) => app.store.config.canUndo);
  const canRedo = useSelect(({ app }) => app.store.config.canRedo);
  const isJson = useSelect(({ syntaxError }) => syntaxError.value === undefined);
  const mode = editor.mode.value;
  const items: (MenuItem & { run: () => unknown })[] = [
    { value: "open", icon: "folder", text: t("import"), run: () => editor.openFile() },
    { value: "download", icon: "download", text: t("export"), run: () => editor.download() },
  ];
  if (onVersions) items.push({ value: "versions", icon: "history", text: t("versions"), run: onVersions });
  items.push({ value: "tidy", icon: "code", text: t("format"), disabled: !isJson, run: () => editor.tidy() });
  if (mode !== "form")
    items.push({
      value: "find",
      icon: "search",
      text: t("find"),
      run: () => {
        editor.isFinding.value = true;
      },
    });
  items.push({ value: "example", icon: "example", text: t("startExample"), run: () => editor.useExample() });
  return (
    <div class={styles.tools}>
      <IconButton icon="undo" label={`${t("undo")} (Ctrl+Z)`} disabled={!canUndo} onClick={() => editor.undo()} />
      <IconButton icon="redo" label={`${t("redo")} (Ctrl+Y)`} disabled={!canRedo} onClick={() => editor.redo()} />
      <Segments
        label={t("showAs")}
        segments={EDITOR_MODES.map((id) => ({ id, label: t(id) }))}
        current={mode}
        class={styles.modes}
        onSelect={(id) => {
          editor.mode.value = id;
        }}
      />
      <Menu
        label={t("more")}
        icon="menu"
        items={items}
        onSelect={(value) => void items.find((item) => item.value === value)?.run()}
        compact
      />
    </div>
  );
}
