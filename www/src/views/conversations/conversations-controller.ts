import { onChange } from "../../platform/signal.ts";
import type { App } from "../app.ts";
import { BulkSendController } from "./bulk-send-controller.ts";
import { ConversationsStore } from "./conversations-store.ts";
import { PayloadLoader } from "./payload-loader.ts";
import { ReceivedList } from "./received-list.ts";

/** State of the view that is kept while another view is shown. */
export interface ConversationsController {
  conversations: ConversationsStore;
  loader: PayloadLoader;
  received: ReceivedList;
  bulkSend: BulkSendController;
  /** Place in the table. */
  place: { top: number };
}

const controllers = new WeakMap<App, ConversationsController>();

/** Milliseconds without further edits before all rows are checked again. */
const RECHECK_DELAY = 400;

/** Creates the controller when the view is first shown, so that its web worker is not loaded before. */
export function controllerFor(app: App): ConversationsController {
  const existing = controllers.get(app);
  if (existing !== undefined) return existing;
  const { store, api } = app;
  const conversations = new ConversationsStore();
  const loader = new PayloadLoader(api, conversations);
  const controller: ConversationsController = {
    conversations,
    loader,
    received: new ReceivedList(api, conversations, loader),
    bulkSend: new BulkSendController(api, conversations),
    place: { top: 0 },
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
