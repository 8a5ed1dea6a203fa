// Menu to choose the limetypes that the mapping is checked against.

import { freshLimetypes } from "../../api/mapping.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { examples } from "../../state/documents.ts";
import { LimetypeIndex } from "../../state/limetype-index.ts";
import type { App } from "../app.ts";
import { chooseFile, fileText } from "./files.ts";
import { menu } from "./menu.ts";

export function limetypesMenu({ api, store, toast }: App): { element: HTMLElement; show(count: number): void } {
  const showLoadedToast = (text: string) =>
    toast(t("limetypesTaken", { n: new LimetypeIndex(text).all.length }), "success");
  const commands: Record<string, () => Promise<void> | void> = {
    worker: async () => {
      const { source, limetypes } = await freshLimetypes(api);
      const text = JSON.stringify(limetypes, null, 2);
      store.limetypesSource.value = { from: "worker", url: source };
      store.limetypes.value = text;
      showLoadedToast(text);
    },
    file: async () => {
      const file = await chooseFile();
      if (file === undefined) return;
      const text = await fileText(file);
      if (text === undefined) toast(t("fileUnreadable", { name: file.name }), "error");
      else if (new LimetypeIndex(text).all.length === 0) toast(t("limetypesUnusable"), "error");
      else {
        store.limetypesSource.value = { from: "file", name: file.name };
        store.limetypes.value = text;
        showLoadedToast(text);
      }
    },
    "built-in": () => {
      store.limetypesSource.value = { from: "built-in" };
      store.limetypes.value = examples.limetypes;
      showLoadedToast(examples.limetypes);
    },
  };
  const choices = menu(t("limetypes"), "table", async (value) => {
    try {
      await commands[value]?.();
    } catch (error) {
      toast((error as Error).message, "error");
    }
  });
  let rendered = "";
  return {
    element: choices.element,
    show: (count) => {
      const source = store.limetypesSource.value;
      const item = (value: string, text: string) => ({ value, text, checked: source.from === value });
      const items = [
        ...(api.status.value === "ready" ? [item("worker", t("limetypesFromLime"))] : []),
        item("file", t("limetypesFromFile")),
        item("built-in", t("limetypesBuiltIn")),
      ];
      const label = source.from === "file" && source.name !== "" ? source.name : t("limetypesCount", { n: count });
      const now = JSON.stringify([items, label]);
      if (now === rendered) return;
      rendered = now;
      choices.show(items);
      choices.label(label);
    },
  };
}
