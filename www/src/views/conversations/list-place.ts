// The place in the list, kept for the session of the tab: filter, order, and where the rows are scrolled to.

import { onChange, Signal } from "../../platform/signal.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { COLUMNS, type Filter, NO_FILTER, type SortOrder } from "./filter.ts";

const KEY = "userlike-limeobject.list";

export class ListPlace {
  /** Where the rows are scrolled to, in pixels. */
  top = 0;
  /** Key of the row in the tab order. */
  key: number | null = null;
  /** Changes when `top` was set and the rows are to be scrolled there. */
  readonly version = new Signal(0);

  /** Restores filter and order now, and the rest as soon as the rows are there. Keeps the place when the page is left. */
  follow(conversations: ConversationsStore): void {
    const { filter, order, top } = read();
    conversations.filter.value = filter;
    conversations.order.value = order;
    for (const signal of [conversations.filter, conversations.order]) onChange<unknown>(signal, () => this.#start());
    void conversations.restored.then(() => {
      if (conversations.rows.value.length > 0) this.scrollTo(top);
    });
    addEventListener("pagehide", () => {
      const place = { filter: conversations.filter.value, order: conversations.order.value, top: this.top };
      try {
        sessionStorage.setItem(KEY, JSON.stringify(place));
      } catch {}
    });
  }

  /** Shows the first row, after another filter or order. */
  #start(): void {
    this.key = null;
    this.scrollTo(0);
  }

  scrollTo(top: number): void {
    this.top = top;
    this.version.value += 1;
  }
}

/** Returns the stored place; what is not usable of it is the default. */
function read(): { filter: Filter; order: SortOrder | null; top: number } {
  let stored: { filter?: Partial<Filter>; order?: SortOrder | null; top?: unknown } = {};
  try {
    stored = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {}
  const { filter, order, top } = stored;
  const isOrder = order != null && COLUMNS.includes(order.column);
  return {
    filter: { ...NO_FILTER, ...(typeof filter?.search === "string" ? filter : {}) },
    order: isOrder ? { column: order.column, descending: order.descending === true } : null,
    top: typeof top === "number" ? top : 0,
  };
}
