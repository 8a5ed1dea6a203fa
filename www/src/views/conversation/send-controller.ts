// Sends the current conversation or runs its dry run, and knows why either is unavailable. A send is kept until its outcome is
// known: when the page was left before, it is looked up as soon as the conversation is shown again.

import { createElement } from "preact";
import { ApiError } from "../../api/error.ts";
import { saveConfig } from "../../api/mapping.ts";
import { dryRun, isAnswerLost, newestSend, type SendOptions, send, stageOf } from "../../api/send.ts";
import { confirm } from "../../elements/dialog.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { batch, computed, effect, type ReadonlySignal, Signal } from "../../platform/signal.ts";
import { type BegunSend, BegunSends } from "../../state/begun-sends.ts";
import type { PreviewResult } from "../../state/preview-result.ts";
import {
  DEFAULT_UPDATE_OPTIONS,
  type DryRunState,
  isUnsettled,
  type SendReceipt,
  type SendState,
  type UpdateOptions,
} from "../../state/send-state.ts";
import type { App } from "../app.ts";
import { OverwriteConfirmation } from "./overwrite-confirmation.tsx";
import { type Attempt, SendLookup } from "./send-lookup.ts";

/** Milliseconds between two requests for the stage of a send. */
const POLL_INTERVAL = 700;

export type SendBlocker =
  | "Static"
  | "Unreachable"
  | "Checking"
  | "Locked"
  | "Blank"
  | "Payload"
  | "Config"
  | "Errors"
  | "Unsettled";

const controllers = new WeakMap<App, SendController>();

/** Returns the controller of the page: a send goes on while another view is shown. */
export function sendControllerOf(app: App): SendController {
  const controller = controllers.get(app) ?? new SendController(app);
  controllers.set(app, controller);
  return controller;
}

export class SendController {
  /** Options of the next send. Another conversation resets them. */
  readonly options = new Signal<Readonly<UpdateOptions>>(DEFAULT_UPDATE_OPTIONS);
  readonly #app: App;
  readonly #lookup: SendLookup;
  readonly #begun = new BegunSends();
  /** Id of the shown conversation; null without one. */
  readonly #conversation: ReadonlySignal<number | null>;
  /** The conversation of which it is known whether an earlier visit began to send it. */
  readonly #recalled = new Signal<number | null>(null);
  #recalling: Promise<void> | undefined;
  /** A send of an earlier visit that is not looked up yet. */
  readonly #left = new Signal<BegunSend | undefined>(undefined);
  /** The conversation that is being sent, or was sent last. */
  #sending: number | null = null;
  /** Number of statuses on the page. */
  #statuses = 0;

  constructor(app: App) {
    this.#app = app;
    this.#lookup = new SendLookup(app.api, (state) => this.#settle(state));
    let conversation: number | null | undefined;
    effect(() => {
      const outcome = app.store.previewResult.value;
      if (outcome.kind !== "preview" || outcome.preview.conversation === conversation) return;
      conversation = outcome.preview.conversation;
      this.options.value = DEFAULT_UPDATE_OPTIONS;
      // It was of the conversation before.
      app.store.dryRun.value = { status: "none" };
    });
    this.#conversation = computed(() => {
      const outcome = app.store.previewResult.value;
      return outcome.kind === "preview" ? outcome.preview.conversation : null;
    });
    effect(() => {
      this.#recalling = this.#recall(this.#conversation.value);
    });
    effect(() => {
      const left = this.#left.value;
      const isFree = !isUnsettled(app.store.sendState.value);
      if (left === undefined || app.api.status.value !== "ready" || !isFree) return;
      this.#left.value = undefined;
      this.#sending = left.conversation;
      void this.#lookup.start({ ...left, isResumed: true }, new ApiError("unreachable", t("leftWhileSending"), 0));
    });
  }

  /** Reads whether an earlier visit began to send a conversation. */
  async #recall(conversation: number | null): Promise<void> {
    const left = conversation === null ? undefined : await this.#begun.read(conversation);
    if (conversation !== this.#conversation.peek()) return;
    batch(() => {
      // What this page sends itself it knows.
      this.#left.value = this.#sending === conversation ? undefined : left;
      this.#recalled.value = conversation;
    });
  }

  /** Changes options of the next send, and repeats a dry run that is shown. */
  choose(options: Partial<UpdateOptions>): void {
    this.options.value = { ...this.options.value, ...options };
    const { dryRun } = this.#app.store;
    if (dryRun.value.status === "none") return;
    // The report that is awaited would be one of the options before.
    if (dryRun.value.status === "asking") dryRun.value = { status: "none" };
    void this.dryRun();
  }

  /** Resolves when what the preview shows can be sent, or it is known why not. */
  async settled(): Promise<void> {
    await this.#app.previewController.settled();
    await this.#recalling;
  }

  /** Returns why sending is unavailable; undefined when it is available. */
  sendBlocker(): SendBlocker | undefined {
    const isSettled = !isUnsettled(this.#app.store.sendState.value);
    const blocker = this.dryRunBlocker() ?? (this.#hasErrors() ? "Errors" : isSettled ? undefined : "Unsettled");
    const isRecalled = this.#recalled.value === this.#conversation.value && this.#left.value === undefined;
    return blocker ?? (isRecalled ? undefined : "Checking");
  }

  /** Returns why a dry run is unavailable. Errors in the preview do not prevent one. */
  dryRunBlocker(): SendBlocker | undefined {
    return this.#accessBlocker() ?? this.#contentBlocker();
  }

  /** Sends the conversation with `instance`. Default: the chosen instance. */
  async send(instance = this.#app.store.instance.value): Promise<void> {
    const { store } = this.#app;
    if (this.sendBlocker() !== undefined) return;
    // What is sent is what the preview shows.
    await this.settled();
    if (!(await this.#ensureConfigSaved()) || !(await this.#confirmOverwriting())) return;
    if (this.sendBlocker() !== undefined) return;
    const outcome = store.previewResult.value;
    if (outcome.kind !== "preview") return;
    const { conversation } = outcome.preview;
    const begunAt = Date.now();
    const limetype = this.#limetypeOf(outcome);
    this.#sending = conversation;
    store.sendState.value = { status: "sending", stage: null, conversation };
    const options = { ...this.options.value, instance, partial: store.isPartial.value };
    const payload = store.payload.value;
    try {
      const before = await this.#newestSend(conversation);
      if (conversation !== null) await this.#begun.keep({ conversation, limetype, before, begunAt });
      await this.#sendAttempt(payload, options, { conversation, limetype, before, begunAt, isResumed: false });
    } catch (error) {
      this.#settle({ status: "failed", error: toApiError(error) });
    }
  }

  /** Looks up again what became of a send. */
  lookUp(): Promise<void> {
    return this.#lookup.again();
  }

  /** Takes the status of the last send away. */
  dismiss(): void {
    this.#lookup.stop();
    this.#forgetSend();
    this.#app.store.sendState.value = { status: "idle" };
  }

  async dryRun(): Promise<void> {
    const { store, api } = this.#app;
    // The report is shown with the preview, so it has to be one of the same conversation.
    await this.#app.previewController.settled();
    if (store.dryRun.value.status === "asking" || this.dryRunBlocker() !== undefined) return;
    if (!(await this.#ensureConfigSaved())) return;
    const asking: DryRunState = { status: "asking" };
    store.dryRun.value = asking;
    const asked = this.#dryRunInput();
    const state = await dryRun(api, store.payload.value, {
      ...this.options.value,
      instance: store.instance.value,
      partial: store.isPartial.value,
    }).then(
      (report): DryRunState => {
        const now = this.#dryRunInput();
        return { status: "known", report, isCurrent: asked.every((value, at) => value === now[at]) };
      },
      (error): DryRunState => ({ status: "failed", error: toApiError(error) }),
    );
    // Otherwise another conversation was opened meanwhile.
    if (store.dryRun.value === asking) store.dryRun.value = state;
  }

  /** Returns what the report of a dry run depends on. */
  #dryRunInput(): readonly unknown[] {
    const { payload, config, mediaHosts, instance } = this.#app.store;
    return [payload.value, config.value, mediaHosts.value, instance.value];
  }

  async #sendAttempt(payload: string, options: SendOptions, attempt: Attempt): Promise<void> {
    const { api } = this.#app;
    const stop = this.#pollStage(attempt.conversation);
    try {
      const receipt = await send(api, payload, options);
      this.#settle({ status: "sent", receipt, limetype: attempt.limetype, sentAt: Date.now() });
    } catch (thrown) {
      const error = toApiError(thrown);
      const { status, send } = error.details;
      if (isAnswerLost(error)) await this.#lookup.start(attempt, error);
      else if (send !== undefined && status !== "failed")
        await this.#lookup.start({ ...attempt, before: send - 1 }, error);
      else throw error;
    } finally {
      stop();
    }
  }

  /** Suppresses the toast of a receipt while a status is shown. Returns what ends that. */
  statusShown(): () => void {
    this.#statuses += 1;
    return () => {
      this.#statuses -= 1;
    };
  }

  /** Shows what became of the send; in a toast, if another view is shown. */
  #settle(state: SendState): void {
    const { store, toast } = this.#app;
    if (!isUnsettled(state)) this.#forgetSend();
    store.sendState.value = state;
    if (state.status !== "sent") return;
    store.dryRun.value = { status: "none" };
    if (this.#statuses > 0) return;
    const kind = hasWarnings(state.receipt) ? "warning" : "success";
    toast(receiptText(state.receipt, state.limetype), kind, { text: t("openInLime"), url: state.receipt.url });
  }

  /** Its outcome is known, or was dismissed. */
  #forgetSend(): void {
    if (this.#sending !== null) void this.#begun.forget(this.#sending);
    this.#sending = null;
  }

  /** Returns the number of the conversation's newest send; 0 without one. */
  async #newestSend(conversation: number | null): Promise<number> {
    if (conversation === null) return 0;
    return (await newestSend(this.#app.api, conversation))?.send ?? 0;
  }

  #limetypeOf({ preview }: PreviewResult & { kind: "preview" }): string {
    const written = preview.objects.find(({ role }) => role === "limeobject");
    return written === undefined ? "" : this.#app.store.limetypeIndex.value.label(written.limetype);
  }

  /** Polls the stage of a send until the returned function is called. */
  #pollStage(conversation: number | null): () => void {
    const { store, api } = this.#app;
    if (conversation === null) return () => {};
    const timer = setInterval(async () => {
      const newest = await newestSend(api, conversation).catch(() => null);
      const stage = newest && stageOf(newest);
      if (stage !== null && store.sendState.value.status === "sending")
        store.sendState.value = { status: "sending", stage, conversation };
    }, POLL_INTERVAL);
    return () => clearInterval(timer);
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

  /** Returns whether values of an existing object may be overwritten, if they are; asks before. */
  async #confirmOverwriting(): Promise<boolean> {
    const { store, api } = this.#app;
    const outcome = store.previewResult.value;
    if (this.options.value.existing !== "overwrite" || outcome.kind !== "preview") return true;
    const { is, url } = api.connection.value;
    return confirm({
      title: t("overwriteTitle"),
      text: createElement(OverwriteConfirmation, {
        preview: outcome.preview,
        target: targetText(is, url),
        limetypes: store.limetypeIndex.value,
      }),
      confirmLabel: t("send"),
      cancelLabel: t("cancel"),
    });
  }

  /**
   * Returns whether the worker's configuration is the one shown; offers to save changes first, because the worker
   * sends with the saved one.
   */
  async #ensureConfigSaved(): Promise<boolean> {
    const { store, api, toast } = this.#app;
    if (!store.hasUnsavedConfig) return true;
    const { is, url } = api.connection.value;
    const wanted = await confirm({
      title: t("unsavedTitle"),
      text: t("unsavedText", { target: targetText(is, url) }),
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
      toast(problemText(toApiError(error)), "error");
      return false;
    }
  }
}

/** Returns what a send did, as a sentence. */
export function receiptText(receipt: SendReceipt, limetype: string): string {
  return t(effectOf(receipt), { limetype, id: String(receipt.ids.limeobject ?? "") });
}

/** Returns what a send did to the limeobject. */
function effectOf({
  created,
  steps,
}: Pick<SendReceipt, "created" | "steps">): "created" | "updated" | "unchanged" | "unchangedWithNote" {
  if (created) return "created";
  if (steps.some(({ role, outcome }) => role === "limeobject" && outcome === "updated")) return "updated";
  const hasNote = steps.some(({ role, outcome }) => role === "history" && outcome === "created");
  return hasNote ? "unchangedWithNote" : "unchanged";
}

/** Whether a send has left something out, or somebody should look at what it did. */
export const hasWarnings = ({ findings }: SendReceipt): boolean => findings.some(({ severity }) => severity !== "info");

/** Names where conversations are sent to. */
export function targetText(is: string, url: string): string {
  return is === "sandbox" || !URL.canParse(url) ? t("sandbox") : new URL(url).host;
}

function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("unreachable", t("noAnswer"), 0);
}
