import "../../styles/addon.css";
import { ApiError } from "../api/error.ts";
import { icon } from "../elements/icon.ts";
import { language } from "../i18n/language.ts";
import { addon as t } from "../i18n/messages/addon.ts";
import { element } from "../platform/dom.ts";
import type { App } from "../views/app.ts";
import { Parts } from "./conversation-assembler.ts";
import type { Inbox } from "./message-channel.ts";
import { toast } from "./protocol.ts";

/** After so long without a word the page says what may be wrong, in milliseconds. */
const PATIENCE = 6000;

/**
 * Makes the page Userlike's custom add-on: its conversation is that of the Message Center, as far as it was told, and what
 * becomes of sending it is said there, too. Answers a bar above the view that says what is missing.
 */
export function startAddon(app: App, inbox: Inbox): HTMLElement {
  const { store, api } = app;
  const parts = new Parts();
  const bar = element("div", { class: "addon-bar", role: "status" });
  let patient = true;
  let sent = "";

  document.documentElement.dataset.addon = "";
  // Nothing but the Message Center's conversation is shown, and not the example.
  store.bring("");

  const draw = () => bar.replaceChildren(...lines());
  function lines(): (Node | string)[] {
    if (!inbox.inFrame) {
      const whole = element("a", { href: "./" }, t("openPage"));
      return [notice(t("alone")), whole];
    }
    if (inbox.partner === null) return [notice(t("waiting")), ...(patient ? [] : [detail(t("waitingText"))])];
    const missing = parts.missing.map((part) =>
      notice(t(part === "conversation" ? "missingConversation" : "missingTranscript")),
    );
    const who = parts.operator === "" ? [] : [detail(t("operator", { name: parts.operator }))];
    return [...missing, ...who];
  }

  const show = () => {
    const text = parts.payload === null ? "" : JSON.stringify(parts.payload, null, 2);
    if (text !== sent) {
      sent = text;
      // An operator who has chosen an instance keeps it while messages come in.
      const instance = store.instance.value;
      store.bring(text);
      store.instance.set(instance);
    }
    draw();
  };

  holdUntilWhole(app, parts);
  tellWhatBecomes(app, inbox);
  language.subscribe(draw);
  api.status.subscribe(draw);
  setTimeout(() => {
    patient = false;
    draw();
  }, PATIENCE);
  draw();
  void inbox.open((message) => {
    parts.take(message);
    show();
  });
  return bar;
}

/** A conversation whose transcript has not come would be written without it. */
function holdUntilWhole({ api }: App, parts: Parts): void {
  const through = api.fetch.bind(api);
  api.fetch = async (path, init) => {
    const [missing] = parts.missing;
    if (missing !== undefined && /^api\/send\b/.test(path)) {
      throw new ApiError("incomplete", t(missing === "conversation" ? "missingConversation" : "missingTranscript"), 0);
    }
    return through(path, init);
  };
}

/** What becomes of a send, the Message Center says, too: its operator may look elsewhere. */
function tellWhatBecomes({ store }: App, inbox: Inbox): void {
  store.sending.subscribe((sending) => {
    if (sending.is === "sent") inbox.tell(toast(t("sent", { url: sending.receipt.url }), "success"));
    else if (sending.is === "failed") inbox.tell(toast(t("notSent", { message: sending.error.message }), "error"));
  });
}

function notice(text: string): HTMLElement {
  return element("p", { class: "addon-notice" }, icon("info"), element("span", {}, text));
}

function detail(text: string): HTMLElement {
  return element("p", { class: "muted", dir: "auto" }, text);
}
