// Sends the conversation that is shown, or asks what that would change; says why it can't be done.

import { ApiError } from "../../api/error.ts";
import { saveConfig } from "../../api/mapping.ts";
import { dryRun, type SendOptions, send, stepOf } from "../../api/send.ts";
import { confirm } from "../../elements/confirm.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import type { App } from "../app.ts";

/** How often, in milliseconds, the worker is asked how far it is. */
const every = 700;

export type Reason = "Static" | "Checking" | "Locked" | "Blank" | "Payload" | "Config" | "Errors";

export class Delivering {
  readonly options: Omit<SendOptions, "instance"> = { existing: "keep", onlyIfChanged: false };
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Why nothing can be sent now; undefined when it can. */
  reason(): Reason | undefined {
    return this.#access() ?? this.#content() ?? (this.#hasErrors() ? "Errors" : undefined);
  }

  /** The same for asking: that the preview has errors does not keep anybody from it. */
  reasonNotToAsk(): Reason | undefined {
    return this.#access() ?? this.#content();
  }

  /** Sends it, as this instance if one is named. */
  async send(instance = this.#app.store.instance.value): Promise<void> {
    const { store, api, toast } = this.#app;
    if (store.sending.value.is === "sending" || this.reason() !== undefined) return;
    if (!(await this.#saved())) return;
    const outcome = store.outcome.value;
    const role = outcome.kind === "preview" && outcome.preview.objects.find(({ role }) => role === "limeobject");
    const limetype = role ? (store.names.value.limetype(role.limetype) ?? role.limetype) : "";
    store.sending.set({ is: "sending", step: null });
    const stop = this.#follow(outcome.kind === "preview" ? outcome.preview.conversation : null);
    try {
      const receipt = await send(api, store.payload.value, { ...this.options, instance });
      store.sending.set({ is: "sent", receipt, limetype });
      store.forecast.set({ is: "none" });
      const said = { limetype, id: String(receipt.ids.limeobject ?? "") };
      toast(receipt.created ? t("created", said) : t("updated", said), "success", {
        text: t("openInLime"),
        url: receipt.url,
      });
    } catch (error) {
      store.sending.set({ is: "failed", error: known(error) });
    } finally {
      stop();
    }
  }

  /** Tells how far the send is, until what is answered is called. */
  #follow(conversation: number | null): () => void {
    const { store, api } = this.#app;
    if (conversation === null) return () => {};
    const timer = setInterval(async () => {
      const step = await stepOf(api, conversation).catch(() => null);
      if (step !== null && store.sending.value.is === "sending") store.sending.set({ is: "sending", step });
    }, every);
    return () => clearInterval(timer);
  }

  async ask(): Promise<void> {
    const { store, api } = this.#app;
    if (store.forecast.value.is === "asking" || this.reasonNotToAsk() !== undefined) return;
    if (!(await this.#saved())) return;
    store.forecast.set({ is: "asking" });
    try {
      const options = { ...this.options, instance: store.instance.value };
      const forecast = await dryRun(api, store.payload.value, options);
      store.forecast.set({ is: "known", forecast, current: true });
    } catch (error) {
      store.forecast.set({ is: "failed", error: known(error) });
    }
  }

  #access(): Reason | undefined {
    const reasons = { static: "Static", checking: "Checking", locked: "Locked", ready: undefined } as const;
    return reasons[this.#app.api.status.value];
  }

  #content(): Reason | undefined {
    const reasons = {
      pending: "Checking",
      blank: "Blank",
      payload: "Payload",
      config: "Config",
      failure: "Payload",
      preview: undefined,
    } as const;
    return reasons[this.#app.store.outcome.value.kind];
  }

  #hasErrors(): boolean {
    const outcome = this.#app.store.outcome.value;
    return outcome.kind === "preview" && outcome.preview.findings.some(({ severity }) => severity === "error");
  }

  /** The worker delivers by the mapping that is saved: is it the one that the preview is made with? */
  async #saved(): Promise<boolean> {
    const { store, api, toast } = this.#app;
    if (!store.unsaved) return true;
    const wanted = await confirm({
      title: t("unsavedTitle"),
      text: t("unsavedText"),
      yes: t("saveAndGo"),
      no: t("cancel"),
    });
    if (!wanted) return false;
    const text = store.config.value;
    try {
      const { version, savedAt } = await saveConfig(api, text, store.saved.value?.version);
      store.saved.set({ text, version, savedAt });
      return true;
    } catch (error) {
      toast(known(error).message, "error");
      return false;
    }
  }
}

function known(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("internal", String(error), 0);
}
