// What is known of the contact and the conversation.

import { linked } from "../../elements/cross-highlight.ts";
import { icon } from "../../elements/icon.ts";
import { link } from "../../elements/link.ts";
import { format } from "../../i18n/format.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { element, foreign } from "../../platform/dom.ts";
import type { Conversation, Fact } from "./read-conversation.ts";

/** Undefined when nothing is known. */
export function facts({ contact, conversation }: Conversation): HTMLElement | undefined {
  if (contact.length + conversation.length === 0) return undefined;
  return element(
    "div",
    { class: "facts" },
    contact.length > 0 && group("person", t("aboutContact"), contact),
    conversation.length > 0 && group("chat", t("aboutConversation"), conversation),
  );
}

function group(symbol: "person" | "chat", title: string, facts: readonly Fact[]): HTMLElement {
  return element(
    "section",
    {},
    element("h3", {}, icon(symbol), title),
    element(
      "dl",
      {},
      ...facts.map((fact) =>
        linked(element("div", { class: "fact" }, element("dt", {}, label(fact)), element("dd", {}, value(fact))), {
          document: "payload",
          pointer: fact.pointer,
        }),
      ),
    ),
  );
}

function label({ key, custom }: Fact): Node | string {
  const name = `fact.${key}`;
  return !custom && Object.hasOwn(t.table, name) ? t(name as Parameters<typeof t>[0]) : foreign(key);
}

function value({ value, is }: Fact): HTMLElement {
  if (is === "time") return element("time", { datetime: value }, foreign(format.dateTime(value)));
  return link(value) ?? foreign(value);
}
