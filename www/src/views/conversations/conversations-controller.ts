import { conversations as t } from "../../i18n/messages/conversations.ts";
import { Signal } from "../../platform/signal.ts";
import type { App } from "../app.ts";
import { BulkSendController } from "./bulk-send-controller.ts";
import { ConversationsStore } from "./conversations-store.ts";
import { ReceivedList } from "./received-list.ts";

/** What of this view stays while another one is shown. */
export interface ConversationsController {
  conversations: ConversationsStore;
  received: ReceivedList;
  bulkSend: BulkSendController;
  /** Counts the changes of the list that is received, and of what is sent. */
  revision: Signal<number>;
}

const controllers = new WeakMap<App, ConversationsController>();

/** How long the mapping must rest before everything is checked anew, in milliseconds. */
const RECHECK_DELAY = 400;

/** Made when the view is shown for the first time: whoever never comes here loads no second mapper. */
export function controllerFor(app: App): ConversationsController {
  const known = controllers.get(app);
  if (known !== undefined) return known;
  const { store, api } = app;
  const revision = new Signal(0);
  const changed = () => revision.set(revision.value + 1);
  const conversations = new ConversationsStore();
  const controller: ConversationsController = {
    conversations,
    received: new ReceivedList(api, conversations, (way) => t("originReceived", { way }), changed),
    bulkSend: new BulkSendController(api, conversations, t("originJob"), changed),
    revision,
  };
  controllers.set(app, controller);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const configure = () => conversations.configure(store.config.value, store.limetypes.value);
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(configure, RECHECK_DELAY);
  };
  store.config.subscribe(later);
  store.limetypes.subscribe(later);
  configure();
  return controller;
}
