// Sends the current conversation or runs its dry run, and knows why either is unavailable.

import { ApiError } from "../../api/error.ts";
import { saveConfig } from "../../api/mapping.ts";
import { dryRun, type SendOptions, send, stageOf } from "../../api/send.ts";
import { confirm } from "../../elements/dialog.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import type { App } from "../app.ts";

/** Milliseconds between two requests for the stage of a send. */
const POLL_INTERVAL = 700;

export type SendBlocker = "Static" | "Unreachable" | "Checking" | "Locked" | "Blank" | "Payload" | "Config" | "Errors";

export class SendController {
  readonly options: Omit<SendOptions, "instance" | "partial"> = { existing: "keep", onlyIfChanged: false };
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Returns why sending is unavailable; undefined when it is available. */
  sendBlocker(): SendBlocker | undefined {
    return this.#accessBlocker() ?? this.#contentBlocker() ?? (this.#hasErrors() ? "Errors" : undefined);
  }

  /** Returns why a dry run is unavailable. Errors in the preview do not prevent one. */
  dryRunBlocker(): SendBlocker | undefined {
    return this.#accessBlocker() ?? this.#contentBlocker();
  }

  /** Sends the conversation with `instance`. Default: the chosen instance. */
  async send(instance = this.#app.store.instance.value): Promise<void> {
    const { store, api, toast } = this.#app;
    if (store.sendState.value.status === "sending" || this.sendBlocker() !== undefined) return;
    if (!(await this.#ensureConfigSaved())) return;
    const outcome = store.previewResult.value;
    const role = outcome.kind === "preview" && outcome.preview.objects.find(({ role }) => role === "limeobject");
    const limetype = role ? store.limetypeIndex.value.label(role.limetype) : "";
    store.sendState.value = { status: "sending", stage: null };
    const stop = this.#pollStage(outcome.kind === "preview" ? outcome.preview.conversation : null);
    try {
      const receipt = await send(api, store.payload.value, {
        ...this.options,
        instance,
        partial: store.isPartial.value,
      });
      store.sendState.value = { status: "sent", receipt, limetype };
      store.dryRun.value = { status: "none" };
      const names = { limetype, id: String(receipt.ids.limeobject ?? "") };
      toast(receipt.created ? t("created", names) : t("updated", names), "success", {
        text: t("openInLime"),
        url: receipt.url,
      });
    } catch (error) {
      store.sendState.value = { status: "failed", error: toApiError(error) };
    } finally {
      stop();
    }
  }

  /** Polls the stage of a send until the returned function is called. */
  #pollStage(conversation: number | null): () => void {
    const { store, api } = this.#app;
    if (conversation === null) return () => {};
    const timer = setInterval(async () => {
      const stage = await stageOf(api, conversation).catch(() => null);
      if (stage !== null && store.sendState.value.status === "sending")
        store.sendState.value = { status: "sending", stage };
    }, POLL_INTERVAL);
    return () => clearInterval(timer);
  }

  async dryRun(): Promise<void> {
    const { store, api } = this.#app;
    if (store.dryRun.value.status === "asking" || this.dryRunBlocker() !== undefined) return;
    if (!(await this.#ensureConfigSaved())) return;
    store.dryRun.value = { status: "asking" };
    try {
      const options = { ...this.options, instance: store.instance.value, partial: store.isPartial.value };
      const report = await dryRun(api, store.payload.value, options);
      store.dryRun.value = { status: "known", report, isCurrent: true };
    } catch (error) {
      store.dryRun.value = { status: "failed", error: toApiError(error) };
    }
  }

  #accessBlocker(): SendBlocker | undefined {
    const reasons = {
      static: "Static",
      unreachable: "Unreachable",
      checking: "Checking",
      locked: "Locked",
      ready: undefined,
    } as const;
    return reasons[this.#app.api.status.value];
  }

  #contentBlocker(): SendBlocker | undefined {
    const reasons = {
      pending: "Checking",
      blank: "Blank",
      payload: "Payload",
      config: "Config",
      failure: "Payload",
      preview: undefined,
    } as const;
    return reasons[this.#app.store.previewResult.value.kind];
  }

  #hasErrors(): boolean {
    const outcome = this.#app.store.previewResult.value;
    return outcome.kind === "preview" && outcome.preview.findings.some(({ severity }) => severity === "error");
  }

  /**
   * Returns whether the worker's configuration is the one shown; offers to save changes first, because the worker
   * sends with the saved one.
   */
  async #ensureConfigSaved(): Promise<boolean> {
    const { store, api, toast } = this.#app;
    if (!store.hasUnsavedConfig) return true;
    const wanted = await confirm({
      title: t("unsavedTitle"),
      text: t("unsavedText"),
      confirmLabel: t("saveAndGo"),
      cancelLabel: t("cancel"),
    });
    if (!wanted) return false;
    const text = store.config.value;
    try {
      const { version, savedAt } = await saveConfig(api, text, store.savedConfig.value?.version);
      store.savedConfig.value = { text, version, savedAt };
      return true;
    } catch (error) {
      toast(toApiError(error).message, "error");
      return false;
    }
  }
}

function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("internal", String(error), 0);
}
