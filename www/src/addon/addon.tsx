// The page as Userlike's custom add-on: the payload comes from the Message Center, and results of sends are reported back to
// it. Operators get a view of their own; the administrator the whole page.

import { render } from "preact";
import { ApiError } from "../api/error.ts";
import { addon as t } from "../i18n/messages/addon.ts";
import { problemText } from "../i18n/problem-text.ts";
import { onChange } from "../platform/signal.ts";
import type { App } from "../views/app.ts";
import type { CreateView } from "../views/view.ts";
import { AddonConversation } from "./addon-conversation.ts";
import { AddonNotices } from "./addon-notices.tsx";
import { HandOver } from "./hand-over.tsx";
import type { HostConnection } from "./host-connection.ts";
import { OperatorView } from "./operator-view.tsx";
import { hostToast } from "./protocol.ts";

/** Milliseconds without a message before the page shows a hint. */
const HINT_DELAY = 6000;

export interface Addon {
  /** View for everybody but the administrator. */
  view: CreateView;
  /** Element above the views, with what is to be said of the conversation. */
  notices: HTMLElement;
}

export function startAddon(app: App, channel: HostConnection): Addon {
  const conversation = new AddonConversation(app.store);
  const notices = document.createElement("div");

  document.documentElement.dataset.addon = "";
  // The example is never shown in the add-on.
  app.store.setPayload("");
  blockIncompleteSends(app, conversation);
  reportSendResults(app, channel);
  if (channel.inFrame) {
    render(<AddonNotices conversation={conversation} />, notices);
    setTimeout(() => {
      conversation.isLate.value = true;
    }, HINT_DELAY);
    void channel.open((message) => conversation.add(message));
  }
  const content = channel.inFrame ? <OperatorView /> : <HandOver />;
  return { view: () => ({ content, title: () => t("title") }), notices };
}

/** Rejects sends until the transcript has arrived; the history note would lack it. */
function blockIncompleteSends({ api }: App, { missing }: AddonConversation): void {
  api.beforeRequest((route) => {
    const [part] = missing.value;
    if (part === undefined || route !== "POST /api/send") return;
    throw new ApiError("incomplete", t(part === "conversation" ? "missingConversation" : "missingTranscript"), 0);
  });
}

/** Reports results of sends to the Message Center, because the operator may be looking at another part of it. */
function reportSendResults({ store }: App, channel: HostConnection): void {
  onChange(store.sendState, (sending) => {
    if (sending.status === "sent") channel.post(hostToast(t("sent", { url: sending.receipt.url }), "success"));
    else if (sending.status === "failed")
      channel.post(hostToast(t("notSent", { message: problemText(sending.error) }), "error"));
    else if (sending.status === "unknown") channel.post(hostToast(t("maybeSent"), "error"));
  });
}
