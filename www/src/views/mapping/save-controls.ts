// Save button and status: the worker stores versions; without a worker the browser stores the text.

import { ApiError } from "../../api/error.ts";
import { configVersion, restoreConfig, saveConfig, savedConfig } from "../../api/mapping.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { button } from "./controls.ts";
import { formatJson } from "./model/json-edit.ts";
import { showVersions } from "./versions-dialog.ts";

export interface SaveControls {
  /** Which version is used, and whether the text differs from it. */
  status: HTMLElement;
  /** Question after a conflict; empty otherwise. */
  question: HTMLElement;
  save: HTMLElement;
  versions(): Promise<void>;
  hasVersions(): boolean;
  /** Updates the elements after a change of state. */
  draw(): void;
}

/** `hasErrors` returns whether the worker would reject the text. */
export function saveControls(app: App, hasErrors: () => boolean): SaveControls {
  const { api, store, toast } = app;
  const status = make("p", { class: "saved-status", role: "status" });
  const question = make("div", { class: "banner question", role: "alert", hidden: true });
  const save = button(t("save"), () => void saveOnTopOf(store.savedConfig.value?.version), {
    icon: "save",
    primary: true,
  });
  let isBusy = false;

  const saveOnTopOf = async (onTopOf: number | undefined) => {
    if (isBusy) return;
    const text = store.config.value;
    isBusy = true;
    draw();
    try {
      const { version, savedAt } = await saveConfig(api, text, onTopOf);
      store.savedConfig.value = { text, version, savedAt };
      question.hidden = true;
      toast(t("saved", { version }), "success");
    } catch (error) {
      if (error instanceof ApiError && error.code === "changed") await askAboutConflict();
      else if (error instanceof ApiError && error.status === 422)
        toast(`${t("saveRefused")} ${error.message}`, "error");
      else toast((error as Error).message, "error");
    } finally {
      isBusy = false;
      draw();
    }
  };

  /** Someone else has saved in the meantime: asks which version to keep. */
  const askAboutConflict = async () => {
    const theirs = await savedConfig(api);
    const take = button(t("takeTheirs"), () => {
      store.savedConfig.value = { text: formatJson(theirs.config), version: theirs.version, savedAt: theirs.savedAt };
      store.config.edit(formatJson(theirs.config));
      question.hidden = true;
    });
    const over = button(t("saveAnyway"), () => void saveOnTopOf(theirs.version), { outlined: true });
    question.replaceChildren(make("p", {}, t("changedMeanwhile", { version: theirs.version })), take, over);
    question.hidden = false;
  };

  const draw = () => {
    const saved = store.savedConfig.value;
    const isReady = api.status.value === "ready" && saved !== null;
    save.hidden = api.status.value === "static" || api.status.value === "checking";
    save.disabled = !isReady || isBusy || hasErrors() || saved.text === store.config.value;
    status.textContent = statusText(saved, api.status.value, saved?.text === store.config.value);
  };

  return {
    status,
    question,
    save,
    draw,
    hasVersions: () => api.status.value === "ready" && store.savedConfig.value !== null,
    versions: () =>
      showVersions(app, store.savedConfig.value?.version ?? 0, {
        openVersion: async (version) => {
          const { config } = await configVersion(api, version);
          store.config.edit(formatJson(config));
        },
        restore: async (from) => {
          const { version, savedAt, config } = await restoreConfig(api, from);
          const text = formatJson(config);
          store.savedConfig.value = { text, version, savedAt };
          store.config.edit(text);
          toast(t("restored", { from, version }), "success");
        },
      }),
  };
}

function statusText(saved: { version: number } | null, status: string, isSame: boolean): string {
  if (status === "static") return t("keptInBrowser");
  if (status === "locked") return t("tokenNeeded");
  if (saved === null) return "";
  return isSame ? t("savedAs", { version: saved.version }) : t("notSaved", { version: saved.version });
}
