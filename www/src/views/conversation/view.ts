// View for one conversation: its chat and payload beside its preview.

import { onChange } from "../../platform/signal.ts";
import "../../../styles/conversation.css";
import "../../../styles/preview.css";
import type { TranscriptPart } from "userlike-limeobject";
import { applyHighlight, trackHighlight } from "../../elements/cross-highlight.ts";
import { icon } from "../../elements/icon.ts";
import { Tabs } from "../../elements/tabs.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { bidiIsolate, element } from "../../platform/dom.ts";
import { instancesOf } from "../../state/config-outline.ts";
import type { SourceLocation } from "../../state/documents.ts";
import type { App } from "../app.ts";
import type { CreateView } from "../view.ts";
import { actionsBar } from "./actions.ts";
import { composer } from "./composer.ts";
import { detailList } from "./detail-list.ts";
import { emptyState } from "./empty-state.ts";
import { jsonView } from "./json/json-view.ts";
import { listenForPayloads } from "./payload-input.ts";
import { previewPane } from "./preview/pane.ts";
import { type DisplayedConversation, readConversation } from "./read-conversation.ts";
import { SendController } from "./send-controller.ts";
import { sendStatus } from "./send-status.ts";
import { avatar, transcript } from "./transcript.ts";

export const view: CreateView = (app) => {
  const { store, api } = app;
  const sendController = new SendController(app);
  const title = element("div", { class: "who" });
  const chat = element("div", { class: "chat-panel" });
  const chatText = element("div", { class: "chat-scroll", tabindex: "0", role: "region", "aria-label": t("chat") });
  const widgets = [
    actionsBar(app, sendController),
    sendStatus(app, sendController),
    composer(app, sendController),
  ] as const;
  const [bar, outcome, command] = widgets;
  chat.append(chatText, command.element);
  const payload = jsonView(app, "payload");
  const mapping = jsonView(app, "config");
  const mappingPanel = element(
    "div",
    { class: "json-panel" },
    mapping.element,
    element("a", { class: "button", href: "#/mapping" }, icon("edit"), t("editMapping")),
  );
  const tabs = new Tabs(
    t("faces"),
    "chat",
    [
      { id: "chat", label: [icon("chat"), t("chat")], panel: chat },
      {
        id: "payload",
        label: [icon("code"), t("payload")],
        panel: element("div", { class: "json-panel" }, payload.element),
      },
      { id: "config", label: [icon("mapping"), t("mapping")], panel: mappingPanel },
    ],
    (id) => {
      if (id === "payload") void payload.open();
      else if (id === "config") void mapping.open();
      else draw();
    },
  );
  const pane = previewPane(app, sendController);
  const conversation = element(
    "section",
    { class: "pane conversation-pane card", "aria-labelledby": "conversation-title" },
    element("div", { class: "pane-head" }, title, bar.element, outcome.element),
    tabs.list,
    chat,
    ...["payload", "config"].map((id) =>
      id === "payload" ? (payload.element.parentElement as HTMLElement) : mappingPanel,
    ),
  );
  const panes = element("div", { class: "panes", "data-shown": "conversation" }, conversation, pane.element);
  const root = element("div", { class: "workbench" }, paneSwitch(panes), panes);

  const nameHost = element("div", { class: "who-name" });
  title.append(nameHost, bar.example);
  /** From what the title and the chat were rendered. */
  let titleText: string | undefined;
  let chatSource: string | undefined;
  const draw = () => {
    for (const part of widgets) part.draw();
    const { value: text } = store.payload;
    const isChat = tabs.current === "chat";
    const noteParts = notePartsOf(app);
    const source = `${noteParts} ${text}`;
    if (titleText === text && (chatSource === source || !isChat)) return;
    const read = readConversation(text);
    if (titleText !== text) {
      titleText = text;
      nameHost.replaceChildren(...(text.trim() === "" ? [defaultTitle()] : contactTitle(read)));
    }
    // The chat is not rendered while it is hidden.
    if (!isChat || chatSource === source) return;
    chatSource = source;
    const details = read && detailList(read);
    if (text.trim() === "") chatText.replaceChildren(emptyState(app));
    else if (!read) chatText.replaceChildren(element("p", { class: "chat-empty muted" }, t("unreadable")));
    else chatText.replaceChildren(transcript(read, noteParts), ...(details ? [details] : []));
    applyHighlight(chatText, store.highlighted.value);
  };
  /** Reveals a location of the payload. */
  const reveal = (location: SourceLocation | null) => {
    if (location?.document !== "payload") return;
    store.revealTarget.value = null;
    panes.dataset.shown = "conversation";
    tabs.select("payload");
    void payload.select(location);
  };
  draw();
  const subscriptions = [
    ...[store.payload, store.isExample, store.previewResult, store.sendState, store.savedConfig, api.status].map(
      (cell) => (cell as typeof store.payload).subscribe(draw),
    ),
    onChange(store.highlighted, (highlighted) => {
      tabs.mark(
        "payload",
        highlighted.some(({ document }) => document === "payload"),
      );
      tabs.mark(
        "config",
        highlighted.some(({ document }) => document === "config"),
      );
    }),
    trackHighlight(chatText, store),
    store.revealTarget.subscribe(reveal),
    listenForPayloads(app),
    payload.dispose,
    mapping.dispose,
    pane.dispose,
  ];
  return {
    element: root,
    title: t("title"),
    dispose: () => {
      store.highlighted.value = [];
      for (const stop of subscriptions) stop();
    },
  };
};

/** Returns the parts of the conversation that its history note has; null when none is written. */
function notePartsOf({ store }: App): readonly TranscriptPart[] | null {
  const outcome = store.previewResult.value;
  if (outcome.kind !== "preview" || !outcome.preview.objects.some(({ role }) => role === "history")) return null;
  const { instance } = outcome.preview;
  return instance === null ? null : (instancesOf(store.config.value)[instance.index]?.transcript.parts ?? null);
}

function contactTitle(read: DisplayedConversation | undefined): HTMLElement[] {
  return [
    avatar("contact", read?.name ?? ""),
    element(
      "div",
      {},
      element("h1", { id: "conversation-title" }, read?.name ? bidiIsolate(read.name) : t("somebody")),
      element("p", { class: "muted" }, read?.id ? t("titleOf", { id: read.id }) : t("title")),
    ),
  ];
}

function defaultTitle(): HTMLElement {
  return element("h1", { id: "conversation-title" }, t("title"));
}

/** Switch between the two panes for narrow windows. */
function paneSwitch(panes: HTMLElement): HTMLElement {
  const button = (name: "conversation" | "preview", label: string) => {
    const button = element(
      "button",
      { type: "button", class: "segment", "aria-pressed": String(name === "conversation") },
      label,
    );
    button.addEventListener("click", () => {
      panes.dataset.shown = name;
      for (const other of list.children) other.setAttribute("aria-pressed", String(other === button));
    });
    return button;
  };
  const list = element("div", { class: "segments pane-switch", role: "group", "aria-label": t("panes") });
  list.append(button("conversation", t("paneConversation")), button("preview", t("panePreview")));
  return list;
}
