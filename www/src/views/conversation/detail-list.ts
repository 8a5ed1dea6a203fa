// Details of the contact and the conversation.

import { linkLocations } from "../../elements/cross-highlight.ts";
import { icon } from "../../elements/icon.ts";
import { link } from "../../elements/link.ts";
import { format } from "../../i18n/format.ts";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { bidiIsolate, element } from "../../platform/dom.ts";
import type { Detail, DisplayedConversation } from "./read-conversation.ts";

/** Returns undefined without details. */
export function detailList({ contact, conversation }: DisplayedConversation): HTMLElement | undefined {
  if (contact.length + conversation.length === 0) return undefined;
  return element(
    "div",
    { class: "facts" },
    contact.length > 0 && group("person", t("aboutContact"), contact),
    conversation.length > 0 && group("chat", t("aboutConversation"), conversation),
  );
}

function group(symbol: "person" | "chat", title: string, facts: readonly Detail[]): HTMLElement {
  return element(
    "section",
    {},
    element("h3", {}, icon(symbol), title),
    element(
      "dl",
      {},
      ...facts.map((fact) =>
        linkLocations(
          element("div", { class: "fact" }, element("dt", {}, label(fact)), element("dd", {}, value(fact))),
          {
            document: "payload",
            pointer: fact.pointer,
          },
        ),
      ),
    ),
  );
}

function label({ key, custom }: Detail): Node | string {
  const name = `fact.${key}`;
  return !custom && t.has(name) ? t(name) : bidiIsolate(key);
}

function value({ value, type }: Detail): HTMLElement {
  if (type === "time") return element("time", { datetime: value }, bidiIsolate(format.dateTime(value)));
  return link(value) ?? bidiIsolate(value);
}
