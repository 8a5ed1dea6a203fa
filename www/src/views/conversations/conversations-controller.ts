import { conversations as t } from "../../i18n/messages/conversations.ts";
import { onChange, Signal } from "../../platform/signal.ts";
import type { App } from "../app.ts";
import { BulkSendController } from "./bulk-send-controller.ts";
import { ConversationsStore } from "./conversations-store.ts";
import { ReceivedList } from "./received-list.ts";

/** State of the view that is kept while another view is shown. */
export interface ConversationsController {
  conversations: ConversationsStore;
  received: ReceivedList;
  bulkSend: BulkSendController;
  /** Incremented when the received list or the bulk send changes. */
  revision: Signal<number>;
}

const controllers = new WeakMap<App, ConversationsController>();

/** Milliseconds without further edits before all rows are checked again. */
const RECHECK_DELAY = 400;

/** Creates the controller when the view is first shown, so that its web worker is not loaded before. */
export function controllerFor(app: App): ConversationsController {
  const existing = controllers.get(app);
  if (existing !== undefined) return existing;
  const { store, api } = app;
  const revision = new Signal(0);
  const changed = () => {
    revision.value = revision.value + 1;
  };
  const conversations = new ConversationsStore();
  const controller: ConversationsController = {
    conversations,
    received: new ReceivedList(api, conversations, (channel) => t("originReceived", { channel }), changed),
    bulkSend: new BulkSendController(api, conversations, t("originJob"), changed),
    revision,
  };
  controllers.set(app, controller);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const configure = () => conversations.configure(store.mapperInput);
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(configure, RECHECK_DELAY);
  };
  onChange(store.config, later);
  onChange(store.limetypes, later);
  onChange(store.mediaHosts, later);
  configure();
  return controller;
}
