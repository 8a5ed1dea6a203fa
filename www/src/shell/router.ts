// Shows the view that the address's fragment names.

import { language } from "../i18n/language.ts";
import { shell as t } from "../i18n/messages/shell.ts";
import { element } from "../platform/dom.ts";
import type { App } from "../views/app.ts";
import type { CreateView, View } from "../views/view.ts";

const views = {
  conversation: async () => (await import("../views/conversation/view.ts")).view,
  conversations: async () => (await import("../views/conversations/view.ts")).view,
  mapping: async () => (await import("../views/mapping/view.ts")).view,
  settings: async () => (await import("../views/settings/view.ts")).view,
} satisfies Record<string, () => Promise<CreateView>>;

export type ViewName = keyof typeof views;

export const viewNames = Object.keys(views) as ViewName[];

export function viewOf(hash: string): ViewName {
  const [, name] = /^#\/(\w+)/.exec(hash) ?? [];
  return name !== undefined && Object.hasOwn(views, name) ? (name as ViewName) : "conversation";
}

export class Router {
  readonly #app: App;
  readonly #host: HTMLElement;
  readonly #onShow: (name: ViewName) => void;
  #current: { name: ViewName; view: View } | undefined;
  #turn = 0;

  /** `onShow` is called when a view starts to load. */
  constructor(app: App, host: HTMLElement, onShow: (name: ViewName) => void) {
    this.#app = app;
    this.#host = host;
    this.#onShow = onShow;
    addEventListener("hashchange", () => void this.show());
    language.subscribe(() => void this.show(true));
  }

  /** Shows the view of the current address. `again` recreates it when it is already shown. */
  async show(again = false): Promise<void> {
    const name = viewOf(location.hash);
    if (name === this.#current?.name && !again) {
      // Discards a view that is still loading.
      this.#turn += 1;
      this.#onShow(name);
      return;
    }
    const moved = this.#current !== undefined && !again;
    this.#turn += 1;
    const turn = this.#turn;
    this.#onShow(name);
    const view = await this.#make(name);
    if (turn !== this.#turn) {
      view.dispose?.();
      return;
    }
    this.#current?.view.dispose?.();
    this.#current = { name, view };
    this.#host.replaceChildren(view.element);
    document.title = `${view.title} · Userlike → Lime CRM`;
    if (moved) {
      this.#host.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  async #make(name: ViewName): Promise<View> {
    try {
      const make = await views[name]();
      return make(this.#app);
    } catch (error) {
      const problem = element(
        "div",
        { class: "empty-state", role: "alert" },
        element("h1", {}, t("viewFailed")),
        element("p", {}, t("viewFailedText")),
        element("pre", {}, String(error)),
      );
      return { element: problem, title: t("viewFailed") };
    }
  }
}
