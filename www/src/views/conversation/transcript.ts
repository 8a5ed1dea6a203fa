// Transcript as chat bubbles, as in the Message Center.

import type { TranscriptPart } from "userlike-limeobject";
import { linkLocations } from "../../elements/cross-highlight.ts";
import { icon } from "../../elements/icon.ts";
import { link } from "../../elements/link.ts";
import { format } from "../../i18n/format.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { bidiIsolate, type Child, element } from "../../platform/dom.ts";
import type { ChatMessage, DisplayedConversation } from "./read-conversation.ts";

/** `noteParts` are the parts of the conversation that the history note has; null: none is written. */
export function transcript(
  { messages, furtherCount, name }: DisplayedConversation,
  noteParts: readonly TranscriptPart[] | null,
): HTMLElement {
  if (messages.length === 0) return element("p", { class: "chat-empty muted" }, t("noTranscript"));
  const rows: HTMLElement[] = [];
  let day = "";
  for (const message of messages) {
    const date = message.time === "" ? day : format.date(message.time);
    if (date !== day) rows.push(element("li", { class: "chat-day" }, element("span", {}, bidiIsolate(date))));
    day = date;
    rows.push(bubble(message, name, noteParts));
  }
  if (furtherCount > 0)
    rows.push(element("li", { class: "chat-day" }, element("span", {}, t("moreMessages", { n: furtherCount }))));
  return element("ol", { class: "chat", "aria-label": t("transcript") }, ...rows);
}

function bubble(message: ChatMessage, contact: string, noteParts: readonly TranscriptPart[] | null): HTMLElement {
  const { speaker, text, time, file, pointer } = message;
  const location = { document: "payload", pointer } as const;
  const stamp =
    time !== "" && element("time", { datetime: time, title: format.dateTime(time) }, bidiIsolate(format.time(time)));
  const body =
    text === ""
      ? file === "" && element("em", { class: "muted" }, t("noText"))
      : element("p", { dir: "auto" }, ...boldText(text));
  const leftOut = leftOutMark(message, noteParts);
  if (speaker === "notification") {
    return element(
      "li",
      { class: "chat-note" },
      linkLocations(element("div", {}, body, " ", stamp, leftOut), location),
    );
  }
  const given = message.name || (speaker === "contact" ? contact : "");
  const isMarked = given !== "" && (speaker === "bot" || speaker === "unknown");
  const name = isMarked ? `${given} (${t(speaker)})` : given || t(speaker);
  return element(
    "li",
    { class: `chat-row ${speaker}` },
    avatar(speaker, given || name),
    linkLocations(
      element(
        "div",
        { class: "bubble" },
        element("div", { class: "bubble-head" }, bidiIsolate(name, { class: "bubble-name" }), " ", stamp),
        body,
        file !== "" && attachment(file),
        leftOut,
      ),
      location,
    ),
  );
}

/** Says that the history note does not have a message; notifications, which it rarely has, say nothing. */
function leftOutMark({ part, leftOut }: ChatMessage, noteParts: readonly TranscriptPart[] | null): Child {
  if (noteParts === null || (leftOut === null && noteParts.includes(part))) return undefined;
  if (part === "notifications" && leftOut !== "repeated") return undefined;
  const words = leftOut === "repeated" ? t("leftOutRepeated") : t("leftOut");
  return element("p", { class: "chat-left-out" }, icon("info"), words);
}

/** Renders `**bold**`, the only Markdown in the Message Center's notifications. */
function boldText(text: string): Child[] {
  return text
    .split(/\*\*(\S(?:[^*\n]*\S)?)\*\*/)
    .map((part, index) => (index % 2 === 1 ? element("strong", {}, part) : part));
}

function attachment(file: string): HTMLElement {
  const to = link(file, fileName(file)) ?? bidiIsolate(file);
  return element("p", { class: "attached" }, icon("attachment"), to);
}

function fileName(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname.split("/").at(-1) || url);
  } catch {
    return url;
  }
}

/** Returns initials or an icon. Pictures in payloads are never loaded. */
export function avatar(speaker: ChatMessage["speaker"], name: string): HTMLElement {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => Array.from(word)[0] ?? "")
    .join("")
    .toLocaleUpperCase();
  const inside = speaker === "bot" ? icon("bot") : initials === "" ? icon("person") : initials;
  return element("span", { class: `avatar ${speaker}`, "aria-hidden": "true" }, inside);
}
