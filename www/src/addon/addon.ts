import "../../styles/addon.css";
import { ApiError } from "../api/error.ts";
import { icon } from "../elements/icon.ts";
import { language } from "../i18n/language.ts";
import { addon as t } from "../i18n/messages/addon.ts";
import { element } from "../platform/dom.ts";
import type { App } from "../views/app.ts";
import { ConversationAssembler } from "./conversation-assembler.ts";
import type { MessageChannel } from "./message-channel.ts";
import { hostToast } from "./protocol.ts";

/** After so long without a word the page says what may be wrong, in milliseconds. */
const HINT_DELAY = 6000;

/**
 * Makes the page Userlike's custom add-on: its conversation is that of the Message Center, as far as it was told, and what
 * becomes of sending it is said there, too. Answers a bar above the view that says what is missing.
 */
export function startAddon(app: App, inbox: MessageChannel): HTMLElement {
  const { store, api } = app;
  const assembler = new ConversationAssembler();
  const bar = element("div", { class: "addon-bar", role: "status" });
  let isHintVisible = true;
  let shownPayload = "";

  document.documentElement.dataset.addon = "";
  // Nothing but the Message Center's conversation is shown, and not the example.
  store.setPayload("");

  const draw = () => bar.replaceChildren(...lines());
  function lines(): (Node | string)[] {
    if (!inbox.inFrame) {
      const whole = element("a", { href: "./" }, t("openPage"));
      return [notice(t("alone")), whole];
    }
    if (inbox.peerOrigin === null) return [notice(t("waiting")), ...(isHintVisible ? [] : [detail(t("waitingText"))])];
    const missing = assembler.missing.map((part) =>
      notice(t(part === "conversation" ? "missingConversation" : "missingTranscript")),
    );
    const who = assembler.operator === "" ? [] : [detail(t("operator", { name: assembler.operator }))];
    return [...missing, ...who];
  }

  const show = () => {
    const text = assembler.payload === null ? "" : JSON.stringify(assembler.payload, null, 2);
    if (text !== shownPayload) {
      shownPayload = text;
      // An operator who has chosen an instance keeps it while messages come in.
      const instance = store.instance.value;
      store.setPayload(text);
      store.instance.set(instance);
    }
    draw();
  };

  blockIncompleteSends(app, assembler);
  reportSendResults(app, inbox);
  language.subscribe(draw);
  api.status.subscribe(draw);
  setTimeout(() => {
    isHintVisible = false;
    draw();
  }, HINT_DELAY);
  draw();
  void inbox.open((message) => {
    assembler.add(message);
    show();
  });
  return bar;
}

/** A conversation whose transcript has not come would be written without it. */
function blockIncompleteSends({ api }: App, parts: ConversationAssembler): void {
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
function reportSendResults({ store }: App, inbox: MessageChannel): void {
  store.sendState.subscribe((sending) => {
    if (sending.status === "sent") inbox.post(hostToast(t("sent", { url: sending.receipt.url }), "success"));
    else if (sending.status === "failed")
      inbox.post(hostToast(t("notSent", { message: sending.error.message }), "error"));
  });
}

function notice(text: string): HTMLElement {
  return element("p", { class: "addon-notice" }, icon("info"), element("span", {}, text));
}

function detail(text: string): HTMLElement {
  return element("p", { class: "muted", dir: "auto" }, text);
}
