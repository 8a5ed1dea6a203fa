import { effect, onChange } from "../../platform/signal.ts";
import type { App } from "../app.ts";
import { BulkSendController } from "./bulk-send-controller.ts";
import { ConversationsStore } from "./conversations-store.ts";
import { ListPlace } from "./list-place.ts";
import { PayloadLoader } from "./payload-loader.ts";
import { ReceivedList } from "./received-list.ts";
import { SentLookup } from "./sent-lookup.ts";
import { importText } from "./text.ts";

/** State of the view that is kept while another view is shown. */
export interface ConversationsController {
  conversations: ConversationsStore;
  loader: PayloadLoader;
  received: ReceivedList;
  bulkSend: BulkSendController;
  place: ListPlace;
  /** Resumes a job, and shows what was sent already; call it when the worker can be asked. */
  ask(): Promise<void>;
}

const controllers = new WeakMap<App, ConversationsController>();

/** Milliseconds without further edits before all rows are checked again. */
const RECHECK_DELAY = 400;

/** Creates the controller when the view is first shown, so that its web worker is not loaded before. */
export function controllerFor(app: App): ConversationsController {
  const existing = controllers.get(app);
  if (existing !== undefined) return existing;
  const { store, api, hasList, toast } = app;
  const conversations = new ConversationsStore((imported) =>
    toast(importText(imported), imported.unreadable > 0 ? "warning" : "success"),
  );
  const loader = new PayloadLoader(api, conversations);
  const sent = new SentLookup(api, conversations);
  /** The controller outlives its view: an operator, whom the worker refuses the list, may have signed in meanwhile. */
  const canAsk = () => api.status.value === "ready" && hasList.value;
  const controller: ConversationsController = {
    conversations,
    loader,
    received: new ReceivedList(api, conversations, loader),
    bulkSend: new BulkSendController(api, conversations),
    place: new ListPlace(),
    ask: async () => {
      // Rows of a job belong to those that are kept.
      await conversations.restored;
      if (canAsk()) await controller.bulkSend.resume();
      if (canAsk() && hasUnsent(conversations)) await sent.refresh();
    },
  };
  controllers.set(app, controller);
  controller.place.follow(conversations);

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
  // Each file that was read may hold conversations that were sent before, as may those that are selected to be sent.
  onChange(conversations.imports, (imports) => {
    if (imports.length === 0 && canAsk() && hasUnsent(conversations)) void sent.refresh();
  });
  effect(() => {
    if (canAsk() && conversations.selected.value.size > 0) loader.request(conversations.selectedRows.value);
  });
  return controller;
}

/** Whether there are conversations that may have been sent before. */
function hasUnsent({ rows }: ConversationsStore): boolean {
  return rows.value.some(({ conversation, send, superseded }) => conversation !== null && send === null && !superseded);
}
