// Commands for the whole mapping: undo, redo, editor mode, files, versions.

import type { IconName } from "../../elements/icons.ts";
import { lime } from "../../elements/lime.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { iconButton } from "./controls.ts";
import { menu } from "./menu.ts";

export type EditorMode = "form" | "both" | "json";
export const EDITOR_MODES: readonly EditorMode[] = ["form", "both", "json"];

export interface ToolbarCommands {
  undo(): void;
  redo(): void;
  mode(mode: EditorMode): void;
  open(): void;
  download(): void;
  versions(): void;
  example(): void;
  tidy(): void;
  find(): void;
}

export interface ToolbarState {
  mode: EditorMode;
  canUndo: boolean;
  canRedo: boolean;
  hasVersions: boolean;
  isJson: boolean;
}

export function toolbar(
  commands: ToolbarCommands,
  first: EditorMode,
): { element: HTMLElement; show(state: ToolbarState): void } {
  const undo = iconButton("undo", `${t("undo")} (Ctrl+Z)`, commands.undo);
  const redo = iconButton("redo", `${t("redo")} (Ctrl+Y)`, commands.redo);
  const modes = lime("limel-button-group", {
    value: EDITOR_MODES.map((mode) => ({ id: mode, title: t(mode), selected: mode === first })),
  });
  modes.setAttribute("aria-label", t("showAs"));
  modes.addEventListener("change", (event) => {
    event.stopPropagation();
    commands.mode(event.detail.id as EditorMode);
  });
  const more = menu(t("more"), "menu", (value) => (commands[value as keyof ToolbarCommands] as () => void)(), {
    compact: true,
  });
  let renderedItems = "";
  return {
    element: make("div", { class: "mapping-tools" }, undo, redo, modes, more.element),
    show: ({ canUndo, canRedo, hasVersions, isJson, mode }) => {
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
      const item = (value: keyof ToolbarCommands, icon: IconName, text: string, disabled = false) => ({
        value,
        icon,
        text,
        disabled,
      });
      const items = [
        item("open", "folder", t("import")),
        item("download", "download", t("export")),
        ...(hasVersions ? [item("versions", "history", t("versions"))] : []),
        item("tidy", "code", t("format"), !isJson),
        ...(mode === "form" ? [] : [item("find", "search", t("find"))]),
        item("example", "example", t("startExample")),
      ];
      const now = JSON.stringify(items);
      if (now === renderedItems) return;
      renderedItems = now;
      more.show(items);
    },
  };
}
