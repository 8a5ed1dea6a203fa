// What is done with the mapping as a whole: undo, redo, how it is shown, files, versions.

import type { IconName } from "../../elements/icons.ts";
import { lime } from "../../elements/lime.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { iconButton } from "./controls.ts";
import { menu } from "./menu.ts";

export type Mode = "form" | "both" | "json";
export const MODES: readonly Mode[] = ["form", "both", "json"];

export interface ToolActs {
  undo(): void;
  redo(): void;
  mode(mode: Mode): void;
  open(): void;
  download(): void;
  versions(): void;
  example(): void;
  tidy(): void;
  find(): void;
}

export interface ToolState {
  mode: Mode;
  canUndo: boolean;
  canRedo: boolean;
  hasVersions: boolean;
  isJson: boolean;
}

export function toolbar(acts: ToolActs, first: Mode): { element: HTMLElement; show(state: ToolState): void } {
  const undo = iconButton("undo", `${t("undo")} (Ctrl+Z)`, acts.undo);
  const redo = iconButton("redo", `${t("redo")} (Ctrl+Y)`, acts.redo);
  const modes = lime("limel-button-group", {
    value: MODES.map((mode) => ({ id: mode, title: t(mode), selected: mode === first })),
  });
  modes.setAttribute("aria-label", t("showAs"));
  modes.addEventListener("change", (event) => {
    event.stopPropagation();
    acts.mode(event.detail.id as Mode);
  });
  const more = menu(t("more"), "menu", (value) => (acts[value as keyof ToolActs] as () => void)(), { compact: true });
  let shown = "";
  return {
    element: make("div", { class: "mapping-tools" }, undo, redo, modes, more.element),
    show: ({ canUndo, canRedo, hasVersions, isJson, mode }) => {
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
      const item = (value: keyof ToolActs, icon: IconName, text: string, disabled = false) => ({
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
      if (now === shown) return;
      shown = now;
      more.show(items);
    },
  };
}
