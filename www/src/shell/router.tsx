// Shows the view that the address's fragment names.

import { render } from "preact";
import { EmptyState } from "../elements/empty-state.tsx";
import { language } from "../i18n/language.ts";
import { shell as t } from "../i18n/messages/shell.ts";
import { onChange, Signal } from "../platform/signal.ts";
import type { App } from "../views/app.ts";
import { AppContext } from "../views/use-app.ts";
import type { CreateView, ElementView, View } from "../views/view.ts";
import { ScrollPlaces } from "./scroll-places.ts";

const views = {
  conversation: async () => (await import("../views/conversation/view.ts")).view,
  conversations: async () => (await import("../views/conversations/view.tsx")).view,
  mapping: async () => (await import("../views/mapping/view.tsx")).view,
  settings: async () => (await import("../views/settings/view.ts")).view,
} satisfies Record<string, () => Promise<CreateView>>;

export type ViewName = keyof typeof views;

export const viewNames = Object.keys(views) as ViewName[];

export function viewOf(hash: string): ViewName {
  const [, name] = /^#\/(\w+)/.exec(hash) ?? [];
  return name !== undefined && Object.hasOwn(views, name) ? (name as ViewName) : "conversation";
}

const scrollPlaces = new ScrollPlaces();

export class Router {
  /** The view that is shown or loading. */
  readonly current = new Signal(viewOf(location.hash));
  readonly #app: App;
  readonly #host: HTMLElement;
  #shown: { name: ViewName; view: View | ElementView } | undefined;
  #turn = 0;

  constructor(app: App, host: HTMLElement) {
    this.#app = app;
    this.#host = host;
    addEventListener("hashchange", () => void this.show());
    addEventListener("pagehide", () => {
      if (this.#shown) scrollPlaces.keep(this.#shown.name);
    });
    // A view is rendered later than the browser restores its own scroll position.
    history.scrollRestoration = "manual";
    onChange(language, () => void this.show(true));
  }

  /** Shows the view of the current address. `again` recreates it when it is already shown. */
  async show(again = false): Promise<void> {
    const name = viewOf(location.hash);
    // Discards a view that is still loading.
    this.#turn += 1;
    const turn = this.#turn;
    this.current.value = name;
    if (name === this.#shown?.name && !again) return;
    const moved = this.#shown !== undefined && !again;
    const view = await this.#create(name);
    if (turn !== this.#turn) {
      view.dispose?.();
      return;
    }
    if (this.#shown) scrollPlaces.keep(this.#shown.name);
    render(null, this.#host);
    this.#shown?.view.dispose?.();
    this.#shown = { name, view };
    if ("element" in view) this.#host.replaceChildren(view.element);
    else {
      this.#host.replaceChildren();
      render(<AppContext.Provider value={this.#app}>{view.content}</AppContext.Provider>, this.#host);
    }
    document.title = `${view.title} · Userlike → Lime CRM`;
    if (moved) this.#host.focus({ preventScroll: true });
    scrollTo(0, scrollPlaces.get(name));
  }

  async #create(name: ViewName): Promise<View | ElementView> {
    try {
      const create = await views[name]();
      return create(this.#app);
    } catch (error) {
      return { content: <ViewFailed error={error} />, title: t("viewFailed") };
    }
  }
}

function ViewFailed({ error }: { error: unknown }) {
  return (
    <EmptyState role="alert">
      <h1>{t("viewFailed")}</h1>
      <p>{t("viewFailedText")}</p>
      <pre>{String(error)}</pre>
    </EmptyState>
  );
}
