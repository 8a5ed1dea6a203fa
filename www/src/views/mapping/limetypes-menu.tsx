// Menu to choose the limetypes that the mapping is checked against.

import { freshLimetypes } from "../../api/mapping.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { examples } from "../../state/documents.ts";
import { LimetypeIndex } from "../../state/limetype-index.ts";
import type { App } from "../app.ts";
import { useApp } from "../use-app.ts";
import { chooseFile, fileText } from "./files.ts";
import { Menu } from "./menu.tsx";

export function LimetypesMenu() {
  const app = useApp();
  const { api, store, toast } = app;
  const source = store.limetypesSource.value;
  const n = store.limetypeIndex.value.all.length;
  const item = (value: string, text: string) => ({ value, text, checked: source.from === value });
  return (
    <Menu
      label={source.from === "file" && source.name !== "" ? source.name : t("limetypesCount", { n })}
      icon="table"
      items={[
        ...(api.status.value === "ready" ? [item("worker", t("limetypesFromLime"))] : []),
        item("file", t("limetypesFromFile")),
        item("built-in", t("limetypesBuiltIn")),
      ]}
      onSelect={async (value) => {
        try {
          await commands[value as keyof typeof commands](app);
        } catch (error) {
          toast(problemText(error as Error), "error");
        }
      }}
    />
  );
}

const commands = {
  worker: async (app: App) => {
    const { source, limetypes } = await freshLimetypes(app.api);
    app.store.limetypesSource.value = { from: "worker", url: source };
    load(app, JSON.stringify(limetypes, null, 2));
  },
  file: async (app: App) => {
    const file = await chooseFile();
    if (file === undefined) return;
    const text = await fileText(file);
    if (text === undefined) app.toast(t("fileUnreadable", { name: file.name }), "error");
    else if (new LimetypeIndex(text).all.length === 0) app.toast(t("limetypesUnusable"), "error");
    else {
      app.store.limetypesSource.value = { from: "file", name: file.name };
      load(app, text);
    }
  },
  "built-in": (app: App) => {
    app.store.limetypesSource.value = { from: "built-in" };
    load(app, examples.limetypes);
  },
};

function load({ store, toast }: App, text: string): void {
  store.limetypes.value = text;
  toast(t("limetypesTaken", { n: store.limetypeIndex.value.all.length }), "success");
}
