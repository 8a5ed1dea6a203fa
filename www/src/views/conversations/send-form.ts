// What a bulk send takes: the selected rows that can be sent, and how. Kept apart from the panel, because the button
// that sends stands at another place in narrow windows.

import { createElement } from "preact";
import { confirm } from "../../elements/dialog.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { computed, Signal } from "../../platform/signal.ts";
import type { App } from "../app.ts";
import type { BulkSendOptions } from "./bulk-send-controller.ts";
import type { ConversationsController } from "./conversations-controller.ts";
import type { ConversationRow } from "./row.ts";
import { SendConfirmation } from "./send-confirmation.tsx";

export const DEFAULTS: BulkSendOptions = { existing: "keep", onlyIfChanged: false };

const NONE: readonly ConversationRow[] = [];

export class SendForm {
  readonly options = new Signal(DEFAULTS);
  /** Whether selected rows are sent that the filter hides. */
  readonly withHidden = new Signal(false);
  readonly #app: App;
  readonly #controller: ConversationsController;
  /** Number of selected rows. */
  readonly selected = computed(() => this.#controller.conversations.selected.value.size);
  readonly #sendable = computed(() =>
    this.selected.value === 0 ? NONE : this.#controller.conversations.summary.value.sendable,
  );
  readonly #shown = computed(() => {
    const keys = new Set(this.#controller.conversations.visible.value.map(({ key }) => key));
    return this.#sendable.value.filter(({ key }) => keys.has(key));
  });
  /** Number of rows that could be sent, but are hidden by the filter. */
  readonly hidden = computed(() => this.#sendable.value.length - this.#shown.value.length);
  /** Rows to send. */
  readonly rows = computed(() => (this.withHidden.value ? this.#sendable.value : this.#shown.value));
  readonly canSend = computed(
    () =>
      this.#app.api.status.value === "ready" && this.rows.value.length > 0 && !this.#controller.bulkSend.isBusy.value,
  );
  /** Why nothing can be sent; empty when something can. */
  readonly reason = computed(() => {
    const status = this.#app.api.status.value;
    if (status === "static") return t("needsWorker");
    if (status === "locked") return t("needsToken");
    if (this.selected.value === 0) return t("selectFirst");
    return this.#sendable.value.length === 0 ? t("noneReady") : "";
  });

  constructor(app: App, controller: ConversationsController) {
    this.#app = app;
    this.#controller = controller;
  }

  /** Sends the rows, once that is confirmed. */
  async send(): Promise<void> {
    const { api, store, toast } = this.#app;
    const rows = this.rows.value;
    const options = this.options.value;
    const sendable = this.#sendable.value.length;
    const text = createElement(SendConfirmation, {
      rows,
      left: this.selected.value - sendable,
      hidden: sendable - rows.length,
      options,
      connection: api.connection.value,
      limetypes: store.limetypeIndex.value,
    });
    const title = t("confirmTitle", { n: rows.length });
    if (!(await confirm({ title, text, confirmLabel: t("send"), cancelLabel: t("cancel") }))) return;
    // What changes existing objects is chosen for each job anew.
    this.options.value = DEFAULTS;
    this.withHidden.value = false;
    try {
      await this.#controller.bulkSend.send(rows, options);
    } catch (error) {
      toast(problemText(error as Error), "error");
    }
  }
}
