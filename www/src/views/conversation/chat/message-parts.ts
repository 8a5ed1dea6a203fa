// Parts of a message: text, links, and `**bold**`, the only Markdown in the Message Center's notifications.

import { isLink } from "../../../elements/link.ts";

export interface MessagePart {
  text: string;
  /** URL, where the text is one. */
  url?: string;
  bold?: true;
}

const BOLD = /\*\*(\S(?:[^*\n]*\S)?)\*\*/;

/** A URL up to the next space or bracket that URLs do not contain. */
const URL_IN_TEXT = /\bhttps?:\/\/[^\s<>"“”]+/gi;

/** Punctuation that ends a sentence rather than a URL. */
const TRAILING = /[.,;:!?'*_~)\]}]+$/;

export function messageParts(text: string): MessagePart[] {
  return text
    .split(BOLD)
    .flatMap((part, index) =>
      splitLinks(part).map((link): MessagePart => (index % 2 === 1 ? { ...link, bold: true } : link)),
    );
}

function splitLinks(text: string): MessagePart[] {
  const parts: MessagePart[] = [];
  let end = 0;
  for (const match of text.matchAll(URL_IN_TEXT)) {
    const url = withoutTrailing(match[0]);
    if (!isLink(url)) continue;
    parts.push({ text: text.slice(end, match.index) }, { text: url, url });
    end = match.index + url.length;
  }
  return [...parts, { text: text.slice(end) }].filter((part) => part.text !== "");
}

/** Removes what follows the URL in its sentence; a closing bracket stays where the URL opens it. */
function withoutTrailing(match: string): string {
  const url = match.replace(TRAILING, "");
  const rest = match.slice(url.length);
  const opens = url.split("(").length > url.split(")").length;
  return opens && rest.startsWith(")") ? `${url})` : url;
}
