import { onChange } from "../platform/signal.ts";
import "../../styles/addon.css";
import { ApiError } from "../api/error.ts";
import { icon } from "../elements/icon.ts";
import { language } from "../i18n/language.ts";
import { addon as t } from "../i18n/messages/addon.ts";
import { element } from "../platform/dom.ts";
import type { App } from "../views/app.ts";
import { ConversationAssembler } from "./conversation-assembler.ts";
import type { HostConnection } from "./host-connection.ts";
import { hostToast } from "./protocol.ts";

/** Milliseconds without a message before the page shows a hint. */
const HINT_DELAY = 6000;

/**
 * Runs the page as Userlike's custom add-on: the payload comes from the Message Center, and send results are reported
 * back to it. Returns a bar for the top of the view that lists missing parts.
 */
export function startAddon(app: App, channel: HostConnection): HTMLElement {
  const { store, api } = app;
  const assembler = new ConversationAssembler();
  const bar = element("div", { class: "addon-bar", role: "status" });
  let showsHint = false;
  let shownPayload = "";

  document.documentElement.dataset.addon = "";
  // The example is never shown in the add-on.
  store.setPayload("");

  const draw = () => bar.replaceChildren(...lines());
  function lines(): (Node | string)[] {
    if (!channel.inFrame) {
      const whole = element("a", { href: "./" }, t("openPage"));
      return [notice(t("alone")), whole];
    }
    if (channel.peerOrigin === null) return [notice(t("waiting")), ...(showsHint ? [detail(t("waitingText"))] : [])];
    const missing = assembler.missing.map((part) =>
      notice(t(part === "conversation" ? "missingConversation" : "missingTranscript")),
    );
    const who = assembler.operator === "" ? [] : [detail(t("operator", { name: assembler.operator }))];
    const partial = assembler.isPartial ? [notice(t("partial"))] : [];
    return [...missing, ...partial, ...who];
  }

  const show = () => {
    store.isPartial.value = assembler.isPartial;
    const text = assembler.payload === null ? "" : JSON.stringify(assembler.payload, null, 2);
    if (text !== shownPayload) {
      shownPayload = text;
      // Keep the operator's choice of an instance when messages arrive.
      const instance = store.instance.value;
      store.setPayload(text);
      store.instance.value = instance;
    }
    draw();
  };

  blockIncompleteSends(app, assembler);
  reportSendResults(app, channel);
  onChange(language, draw);
  onChange(api.status, draw);
  setTimeout(() => {
    showsHint = true;
    draw();
  }, HINT_DELAY);
  draw();
  void channel.open((message) => {
    assembler.add(message);
    show();
  });
  return bar;
}

/** Rejects sends until the transcript has arrived; the history note would lack it. */
function blockIncompleteSends({ api }: App, assembler: ConversationAssembler): void {
  api.beforeRequest((route) => {
    const [missing] = assembler.missing;
    if (missing === undefined || route !== "POST /api/send") return;
    throw new ApiError("incomplete", t(missing === "conversation" ? "missingConversation" : "missingTranscript"), 0);
  });
}

/** Reports send results to the Message Center, because the operator may be looking at another part of it. */
function reportSendResults({ store }: App, channel: HostConnection): void {
  onChange(store.sendState, (sending) => {
    if (sending.status === "sent") channel.post(hostToast(t("sent", { url: sending.receipt.url }), "success"));
    else if (sending.status === "failed")
      channel.post(hostToast(t("notSent", { message: sending.error.message }), "error"));
  });
}

function notice(text: string): HTMLElement {
  return element("p", { class: "addon-notice" }, icon("info"), element("span", {}, text));
}

function detail(text: string): HTMLElement {
  return element("p", { class: "muted", dir: "auto" }, text);
}
