// Saves the configuration in the worker, which keeps versions of it.

import { ApiError } from "../../api/error.ts";
import { configVersion, restoreConfig, saveConfig, savedConfig } from "../../api/mapping.ts";
import { language } from "../../i18n/language.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { Signal } from "../../platform/signal.ts";
import type { SavedConfig } from "../../state/store.ts";
import type { App } from "../app.ts";
import { formatJson } from "./model/json-edit.ts";

/** Version of the package's example, which applies until a configuration is saved. */
export const EXAMPLE_VERSION = 0;

export class Saving {
  readonly isBusy = new Signal(false);
  /** What someone else has saved in the meantime; the user decides which of both is kept. */
  readonly conflict = new Signal<SavedConfig | undefined>(undefined);
  readonly #app: App;
  readonly #blockedNames: () => readonly string[];

  /** `blockedNames` returns the names of the instances that can send nothing. */
  constructor(app: App, blockedNames: () => readonly string[]) {
    this.#app = app;
    this.#blockedNames = blockedNames;
  }

  /** Whether the worker keeps versions, and answers. */
  get hasVersions(): boolean {
    const { api, store } = this.#app;
    return api.status.value === "ready" && store.savedConfig.value !== null;
  }

  /** Whether there is something to save, and the worker takes it. */
  get canSave(): boolean {
    const { api, store } = this.#app;
    return api.status.value === "ready" && !this.isBusy.value && store.hasUnsavedConfig;
  }

  save(): Promise<void> {
    return this.#saveOnTopOf(this.#app.store.savedConfig.value?.version);
  }

  /** Resolves a conflict with the text of this page. */
  async overwrite(): Promise<void> {
    const { version } = this.conflict.value ?? {};
    this.conflict.value = undefined;
    await this.#saveOnTopOf(version);
  }

  /** Resolves a conflict with the other text. */
  takeOther(): void {
    const { store } = this.#app;
    const other = this.conflict.value;
    if (other === undefined) return;
    this.conflict.value = undefined;
    store.savedConfig.value = other;
    store.config.edit(other.text);
  }

  /** Opens a version in the editor without saving. */
  async openVersion(version: number): Promise<void> {
    const { api, store } = this.#app;
    const { config } = await configVersion(api, version);
    store.config.edit(formatJson(config));
  }

  /** Makes a version the current one. */
  async restore(from: number): Promise<void> {
    const { api, store, toast } = this.#app;
    const { version, savedAt, config } = await restoreConfig(api, from);
    const text = formatJson(config);
    store.savedConfig.value = { text, version, savedAt };
    store.config.edit(text);
    toast(from === EXAMPLE_VERSION ? t("restoredExample", { version }) : t("restored", { from, version }), "success");
  }

  async #saveOnTopOf(onTopOf: number | undefined): Promise<void> {
    const { api, store, toast } = this.#app;
    if (this.isBusy.value) return;
    const text = store.config.value;
    this.isBusy.value = true;
    try {
      const { version, savedAt } = await saveConfig(api, text, onTopOf);
      store.savedConfig.value = { text, version, savedAt };
      this.conflict.value = undefined;
      const names = this.#blockedNames();
      if (names.length === 0) toast(t("saved", { version }), "success");
      else toast(t("savedBlocked", { version, names: new Intl.ListFormat(language.value).format(names) }));
    } catch (error) {
      if (error instanceof ApiError && error.code === "changed") await this.#loadOther();
      else if (error instanceof ApiError && error.status === 422)
        toast(`${t("saveRefused")} ${problemText(error)}`, "error");
      else toast(problemText(error as Error), "error");
    } finally {
      this.isBusy.value = false;
    }
  }

  async #loadOther(): Promise<void> {
    const { config, version, savedAt } = await savedConfig(this.#app.api);
    this.conflict.value = { text: formatJson(config), version, savedAt };
  }
}
