// One conversation: as the Message Center shows it, and beside it what Lime CRM gets.

import "../../../styles/conversation.css";
import "../../../styles/preview.css";
import { follow, mark } from "../../elements/cross-highlight.ts";
import { icon } from "../../elements/icon.ts";
import { Tabs } from "../../elements/tabs.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { element, foreign } from "../../platform/dom.ts";
import type { Place } from "../../state/documents.ts";
import type { MakeView } from "../view.ts";
import { actions } from "./actions.ts";
import { composer } from "./composer.ts";
import { facts } from "./detail-list.ts";
import { empty } from "./empty-state.ts";
import { jsonFace } from "./json/json-view.ts";
import { acceptPayloads } from "./payload-input.ts";
import { previewPane } from "./preview/pane.ts";
import { type Conversation, readConversation } from "./read-conversation.ts";
import { Delivering } from "./send-controller.ts";
import { progress } from "./send-status.ts";
import { avatar, transcript } from "./transcript.ts";

export const view: MakeView = (app) => {
  const { store, api } = app;
  const delivering = new Delivering(app);
  const title = element("div", { class: "who" });
  const chat = element("div", { class: "chat-panel" });
  const chatText = element("div", { class: "chat-scroll", tabindex: "0", role: "region", "aria-label": t("chat") });
  const parts = [actions(app, delivering), progress(app, delivering), composer(app, delivering)] as const;
  const [bar, outcome, command] = parts;
  chat.append(chatText, command.element);
  const payload = jsonFace(app, "payload");
  const mapping = jsonFace(app, "config");
  const mappingPanel = element(
    "div",
    { class: "json-panel" },
    mapping.element,
    element("a", { class: "button", href: "#/mapping" }, icon("edit"), t("editMapping")),
  );
  const faces = new Tabs(
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
  const pane = previewPane(app, delivering);
  const conversation = element(
    "section",
    { class: "pane conversation-pane card", "aria-labelledby": "conversation-title" },
    element("div", { class: "pane-head" }, title, bar.element, outcome.element),
    faces.list,
    chat,
    ...["payload", "config"].map((id) =>
      id === "payload" ? (payload.element.parentElement as HTMLElement) : mappingPanel,
    ),
  );
  const panes = element("div", { class: "panes", "data-shown": "conversation" }, conversation, pane.element);
  const root = element("div", { class: "workbench" }, switcher(panes), panes);

  const who = element("div", { class: "who-name" });
  title.append(who, bar.example);
  /** The texts that the name, and the chat, were made of. */
  let titled: string | undefined;
  let shown: string | undefined;
  const draw = () => {
    for (const part of parts) part.draw();
    const { value: text } = store.payload;
    const isChat = faces.current === "chat";
    if (titled === text && (shown === text || !isChat)) return;
    const read = readConversation(text);
    if (titled !== text) {
      titled = text;
      who.replaceChildren(...(text.trim() === "" ? [blank()] : named(read)));
    }
    // While it is edited as JSON, nobody sees the chat.
    if (!isChat || shown === text) return;
    shown = text;
    const known = read && facts(read);
    if (text.trim() === "") chatText.replaceChildren(empty(app));
    else if (!read) chatText.replaceChildren(element("p", { class: "chat-empty muted" }, t("unreadable")));
    else chatText.replaceChildren(transcript(read), ...(known ? [known] : []));
    mark(chatText, store.pointed.value);
  };
  /** Goes where somebody wants to be taken. */
  const target = (place: Place | null) => {
    if (place?.document !== "payload") return;
    store.target.set(null);
    panes.dataset.shown = "conversation";
    faces.select("payload");
    void payload.select(place);
  };
  draw();
  const stops = [
    ...[store.payload, store.example, store.outcome, store.sending, store.saved, api.status].map((cell) =>
      (cell as typeof store.payload).subscribe(draw),
    ),
    store.pointed.subscribe((pointed) => {
      faces.mark(
        "payload",
        pointed.some(({ document }) => document === "payload"),
      );
      faces.mark(
        "config",
        pointed.some(({ document }) => document === "config"),
      );
    }),
    follow(chatText, store),
    store.target.watch(target),
    acceptPayloads(app),
    payload.leave,
    mapping.leave,
    pane.leave,
  ];
  return {
    element: root,
    title: t("title"),
    leave: () => {
      store.pointed.set([]);
      for (const stop of stops) stop();
    },
  };
};

function named(read: Conversation | undefined): HTMLElement[] {
  return [
    avatar("contact", read?.name ?? ""),
    element(
      "div",
      {},
      element("h1", { id: "conversation-title" }, read?.name ? foreign(read.name) : t("somebody")),
      element("p", { class: "muted" }, read?.id ? t("titleOf", { id: read.id }) : t("title")),
    ),
  ];
}

function blank(): HTMLElement {
  return element("h1", { id: "conversation-title" }, t("title"));
}

/** In a narrow window one of the two panes is shown. */
function switcher(panes: HTMLElement): HTMLElement {
  const button = (name: "conversation" | "preview", label: string) => {
    const made = element(
      "button",
      { type: "button", class: "segment", "aria-pressed": String(name === "conversation") },
      label,
    );
    made.addEventListener("click", () => {
      panes.dataset.shown = name;
      for (const other of list.children) other.setAttribute("aria-pressed", String(other === made));
    });
    return made;
  };
  const list = element("div", { class: "segments pane-switch", role: "group", "aria-label": t("panes") });
  list.append(button("conversation", t("paneConversation")), button("preview", t("panePreview")));
  return list;
}
