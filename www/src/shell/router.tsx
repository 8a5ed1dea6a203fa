// Shows the view that the address's fragment names.

import { render } from "preact";
import { EmptyState } from "../elements/empty-state.tsx";
import { shell as t } from "../i18n/messages/shell.ts";
import { effect, onChange, type ReadonlySignal, Signal } from "../platform/signal.ts";
import { nextFrame, nextTask } from "../platform/tasks.ts";
import type { App } from "../views/app.ts";
import { AppContext } from "../views/use-app.ts";
import type { CreateView, View } from "../views/view.ts";
import { ScrollPlaces } from "./scroll-places.ts";
import styles from "./shell.module.css";

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

/** The view that is shown, and its element in the host. */
interface Shown {
  name: ViewName;
  load: LoadView;
  view: View;
  place: HTMLElement;
  endTitle(): void;
}

export class Router {
  /** The view that is shown or loading. */
  readonly current: Signal<ViewName>;
  readonly #app: App;
  readonly #host: HTMLElement;
  readonly #views: ReadonlySignal<Views>;
  readonly #hasNotice: (view: ViewName) => boolean;
  #shown: Shown | undefined;
  #turn = 0;

  /** @param hasNotice Whether a notice above a view waits for an answer: it opens at the top then, where the notice is seen */
  constructor(app: App, host: HTMLElement, views: ReadonlySignal<Views>, hasNotice: (view: ViewName) => boolean) {
    this.#hasNotice = hasNotice;
    this.#app = app;
    this.#host = host;
    this.#views = views;
    this.current = new Signal(viewOf(location.hash, views.value));
    addEventListener("hashchange", () => void this.show());
    addEventListener("pagehide", () => {
      if (this.#shown) scrollPlaces.note(this.#shown.name);
      scrollPlaces.keep();
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
    const view = await this.#create(load);
    // Creating it, drawing it, and taking the one before apart are tasks of their own, because each may need most of a frame.
    if (this.#shown) await nextTask();
    if (turn !== this.#turn) {
      view.dispose?.();
      return;
    }
    const before = this.#shown;
    if (before) {
      scrollPlaces.note(before.name);
      before.place.hidden = true;
    }
    this.#shown = this.#draw(name, load, view);
    const { activeElement } = document;
    await nextTask();
    if (before) {
      end(before);
      scrollPlaces.keep();
    }
    if (turn !== this.#turn) return;
    // The layout that scrolling needs is that of the next frame.
    requestAnimationFrame(() => turn === this.#turn && scrollTo(0, this.#hasNotice(name) ? 0 : scrollPlaces.get(name)));
    if (before === undefined) return;
    await nextFrame();
    // Whoever has gone on meanwhile has the focus elsewhere.
    const isFocusLeft = document.activeElement === document.body || document.activeElement === activeElement;
    if (turn === this.#turn && before.name !== name && isFocusLeft) this.#host.focus({ preventScroll: true });
  }

  /** Replaces what is shown. */
  #draw(name: ViewName, load: LoadView, view: View): Shown {
    const place = document.createElement("div");
    place.className = styles.place as string;
    this.#host.append(place);
    render(<AppContext.Provider value={this.#app}>{view.content}</AppContext.Provider>, place);
    this.#host.dataset.view = name;
    // A title follows the language, as every text does that a component reads.
    const endTitle = effect(() => {
      document.title = `${view.title()} · Userlike → Lime CRM`;
    });
    return { name, load, view, place, endTitle };
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

function end({ view, place, endTitle }: Shown): void {
  endTitle();
  render(null, place);
  place.remove();
  view.dispose?.();
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
