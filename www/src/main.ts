// Creates state, services and frame, and shows the view of the current address.

import { channel } from "./addon/start.ts";
import { Api } from "./api/api.ts";
import { ConnectionMonitor } from "./api/connection.ts";
import { takeToken } from "./api/token.ts";
import { toast } from "./elements/toast.ts";
import { format } from "./i18n/format.ts";
import { byId } from "./platform/dom.ts";
import { PreviewController } from "./preview/preview-controller.ts";
import { Router } from "./shell/router.ts";
import { Shell } from "./shell/shell.ts";
import { restore, sync } from "./shell/sync.ts";
import { applyPayloadFromAddress } from "./state/payload-link.ts";
import { Store } from "./state/store.ts";
import type { App } from "./views/app.ts";

takeToken();
const store = new Store();
restore(store);
applyPayloadFromAddress(store);
const api = new Api();
const connectionMonitor = new ConnectionMonitor(api);

const app: App = {
  store,
  api,
  connectionMonitor,
  previewController: new PreviewController(store),
  format,
  toast,
  navigate: (hash) => {
    location.hash = hash;
  },
  reveal: (target) => {
    store.revealTarget.set(target);
    app.navigate(target.document === "payload" ? "#/conversation" : "#/mapping");
  },
};

const shell = new Shell(connectionMonitor.connection);
byId("page").replaceChildren(shell.header, shell.main);
if (channel !== null) {
  const { startAddon } = await import("./addon/addon.ts");
  shell.main.before(startAddon(app, channel));
}
addEventListener("hashchange", () => {
  takeToken();
  applyPayloadFromAddress(store);
});
sync(store, api, connectionMonitor);
await new Router(app, shell.main, (name) => shell.show(name)).show();
void api.check();
