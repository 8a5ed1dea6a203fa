// Creates state, services and frame, and shows the view of the current address.

import { render } from "preact";
import { channel } from "./addon/start.ts";
import { Api } from "./api/api.ts";
import { takeToken } from "./api/token.ts";
import { toast } from "./elements/toast.tsx";
import { format } from "./i18n/format.ts";
import { byId } from "./platform/dom.ts";
import { keepFocus } from "./platform/keep-focus.ts";
import { computed, effect } from "./platform/signal.ts";
import { PreviewController } from "./preview/preview-controller.ts";
import { ALL_VIEWS, OPERATOR_VIEWS, Router, type Views, viewNames } from "./shell/router.tsx";
import styles from "./shell/shell.module.css";
import { Header } from "./shell/shell.tsx";
import { restore, sync } from "./shell/sync.ts";
import { RestoredWork, UnsavedWork } from "./shell/unsaved-work.tsx";
import { applyPayloadFromAddress } from "./state/payload-link.ts";
import { Store } from "./state/store.ts";
import type { App } from "./views/app.ts";
import { restoreOpened } from "./views/reopened.ts";

/** Starts the page. A function, since a module that waits for imports at its top level could share no file with what they import. */
export async function start(): Promise<void> {
  takeToken();
  const store = new Store();
  restore(store);
  const unsavedWork = new UnsavedWork(store);
  // In the add-on, Userlike has the conversation.
  if (channel === null) await unsavedWork.restore();
  applyPayloadFromAddress(store);
  const api = new Api();

  const app: App = {
    store,
    api,
    previewController: new PreviewController(store),
    hasMapping: computed(() => views.value.mapping !== undefined),
    hasList: computed(() => views.value.conversations !== undefined),
    format,
    toast,
    navigate: (hash) => {
      location.hash = hash;
    },
    reveal: (target) => {
      store.revealTarget.value = target;
      app.navigate(target.document === "payload" ? "#/conversation" : "#/mapping");
    },
  };

  restoreOpened(app);

  // The views are rendered into it, each on its own.
  const main = document.createElement("main");
  main.id = "main";
  main.tabIndex = -1;
  main.className = styles.view as string;
  const addon = channel === null ? null : (await import("./addon/addon.tsx")).startAddon(app, channel);
  const addonViews = addon && { conversation: async () => addon.view };
  const views = computed<Views>(() => {
    const role = api.session.value?.role;
    if (addonViews !== null) return role === "administrator" && channel?.inFrame ? ALL_VIEWS : addonViews;
    return role === "operator" ? OPERATOR_VIEWS : ALL_VIEWS;
  });
  effect(() => {
    main.classList.toggle(styles.only as string, viewNames(views.value).length === 1);
  });
  const router = new Router(app, main, views, (view) => unsavedWork.restoredIn(view).length > 0);
  const header = document.createElement("div");
  header.className = styles.header as string;
  render(<Header connection={api.connection} current={router.current} views={views} main={main} />, header);
  byId("page").replaceChildren(header, main);
  if (addon !== null) main.before(addon.notices);
  else {
    unsavedWork.keep();
    const restored = document.createElement("div");
    render(<RestoredWork work={unsavedWork} view={router.current} />, restored);
    main.before(restored);
  }
  addEventListener("hashchange", () => {
    if (takeToken()) void api.checkAgain();
    applyPayloadFromAddress(store);
  });
  keepFocus(main);
  sync(store, api);
  await router.show();
  void api.check();
}
