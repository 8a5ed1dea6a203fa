// Shows the view that the address's fragment names.

import { render } from "preact";
import { EmptyState } from "../elements/empty-state.tsx";
import { shell as t } from "../i18n/messages/shell.ts";
import { effect, onChange, type ReadonlySignal, Signal } from "../platform/signal.ts";
import type { App } from "../views/app.ts";
import { AppContext } from "../views/use-app.ts";
import type { CreateView, View } from "../views/view.ts";
import { ScrollPlaces } from "./scroll-places.ts";

export type ViewName = "conversation" | "conversations" | "mapping" | "settings";

export type LoadView = () => Promise<CreateView>;

/** The views that there are for the owner of the token, in the order of the navigation. */
export type Views = { readonly [Name in ViewName]?: LoadView } & { readonly conversation: LoadView };

const conversation: LoadView = async () => (await import("../views/conversation/view.tsx")).view;
const settings: LoadView = async () => (await import("../views/settings/view.tsx")).view;

export const ALL_VIEWS: Views = {
  conversation,
  conversations: async () => (await import("../views/conversations/view.tsx")).view,
  mapping: async () => (await import("../views/mapping/view.tsx")).view,
  settings,
};

/** An operator has one conversation. The settings are where another token is entered. */
export const OPERATOR_VIEWS: Views = { conversation, settings };

export const viewNames = (views: Views): ViewName[] => Object.keys(views) as ViewName[];

function viewOf(hash: string, views: Views): ViewName {
  const [, name] = /^#\/(\w+)/.exec(hash) ?? [];
  return viewNames(views).find((known) => known === name) ?? "conversation";
}

const scrollPlaces = new ScrollPlaces();

export class Router {
  /** The view that is shown or loading. */
  readonly current: Signal<ViewName>;
  readonly #app: App;
  readonly #host: HTMLElement;
  readonly #views: ReadonlySignal<Views>;
  #shown: { name: ViewName; load: LoadView; view: View; endTitle(): void } | undefined;
  #turn = 0;

  constructor(app: App, host: HTMLElement, views: ReadonlySignal<Views>) {
    this.#app = app;
    this.#host = host;
    this.#views = views;
    this.current = new Signal(viewOf(location.hash, views.value));
    addEventListener("hashchange", () => void this.show());
    addEventListener("pagehide", () => {
      if (this.#shown) scrollPlaces.keep(this.#shown.name);
    });
    // A view is rendered later than the browser restores its own scroll position.
    history.scrollRestoration = "manual";
    onChange(views, () => void this.show());
  }

  /** Shows the view of the current address. */
  async show(): Promise<void> {
    const views = this.#views.value;
    const name = viewOf(location.hash, views);
    const load = views[name] as LoadView;
    // Discards a view that is still loading.
    this.#turn += 1;
    const turn = this.#turn;
    this.current.value = name;
    if (load === this.#shown?.load) return;
    const moved = this.#shown !== undefined && this.#shown.name !== name;
    const view = await this.#create(load);
    if (turn !== this.#turn) {
      view.dispose?.();
      return;
    }
    if (this.#shown) scrollPlaces.keep(this.#shown.name);
    render(null, this.#host);
    this.#shown?.view.dispose?.();
    this.#shown?.endTitle();
    // A title follows the language, as every text does that a component reads.
    const endTitle = effect(() => {
      document.title = `${view.title()} · Userlike → Lime CRM`;
    });
    this.#shown = { name, load, view, endTitle };
    render(<AppContext.Provider value={this.#app}>{view.content}</AppContext.Provider>, this.#host);
    this.#host.dataset.view = name;
    if (moved) this.#host.focus({ preventScroll: true });
    scrollTo(0, scrollPlaces.get(name));
  }

  async #create(load: LoadView): Promise<View> {
    try {
      const create = await load();
      return create(this.#app);
    } catch (error) {
      return { content: <ViewFailed error={error} />, title: () => t("viewFailed") };
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
