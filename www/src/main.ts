// The page: what it knows, the frame, and the view that the address names.

import { inbox } from "./addon/start.ts";
import { Api } from "./api/api.ts";
import { Connecting } from "./api/connection.ts";
import { takeToken } from "./api/token.ts";
import { toast } from "./elements/toast.ts";
import { format } from "./i18n/format.ts";
import { byId } from "./platform/dom.ts";
import { Previewing } from "./preview/preview-controller.ts";
import { Router } from "./shell/router.ts";
import { Shell } from "./shell/shell.ts";
import { restore, sync } from "./shell/sync.ts";
import { Names } from "./state/limetype-names.ts";
import { takePayload } from "./state/payload-link.ts";
import { Store } from "./state/store.ts";
import type { App } from "./views/app.ts";

takeToken();
const store = new Store((text) => new Names(text));
restore(store);
takePayload(store);
const api = new Api();
const connecting = new Connecting(api);

const app: App = {
  store,
  api,
  connecting,
  previewing: new Previewing(store),
  format,
  toast,
  navigate: (hash) => {
    location.hash = hash;
  },
  goTo: (place) => {
    store.target.set(place);
    app.navigate(place.document === "payload" ? "#/conversation" : "#/mapping");
  },
};

const shell = new Shell(connecting.connection);
byId("page").replaceChildren(shell.header, shell.main);
if (inbox !== null) {
  const { startAddon } = await import("./addon/addon.ts");
  shell.main.before(startAddon(app, inbox));
}
addEventListener("hashchange", () => {
  takeToken();
  takePayload(store);
});
sync(store, api);
await new Router(app, shell.main, (name) => shell.show(name)).show();
void api.check();
