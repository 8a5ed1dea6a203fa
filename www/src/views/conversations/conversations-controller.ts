import { conversations as t } from "../../i18n/messages/conversations.ts";
import { Cell } from "../../platform/signal.ts";
import type { App } from "../app.ts";
import { Sending } from "./bulk-send-controller.ts";
import { Book } from "./conversations-store.ts";
import { ReceivedList } from "./received-list.ts";

/** What of this view stays while another one is shown. */
export interface Desk {
  book: Book;
  received: ReceivedList;
  sending: Sending;
  /** Counts the changes of the list that is received, and of what is sent. */
  changes: Cell<number>;
}

const desks = new WeakMap<App, Desk>();

/** How long the mapping must rest before everything is checked anew, in milliseconds. */
const REST = 400;

/** Made when the view is shown for the first time: whoever never comes here loads no second mapper. */
export function deskOf(app: App): Desk {
  const known = desks.get(app);
  if (known !== undefined) return known;
  const { store, api } = app;
  const changes = new Cell(0);
  const changed = () => changes.set(changes.value + 1);
  const book = new Book();
  const desk: Desk = {
    book,
    received: new ReceivedList(api, book, (way) => t("originReceived", { way }), changed),
    sending: new Sending(api, book, t("originJob"), changed),
    changes,
  };
  desks.set(app, desk);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const configure = () => book.configure(store.config.value, store.limetypes.value);
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(configure, REST);
  };
  store.config.subscribe(later);
  store.limetypes.subscribe(later);
  configure();
  return desk;
}
