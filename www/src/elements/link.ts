// Links whose address comes from elsewhere. Only schemes that can't run anything in this page become links.

import { bidiIsolate, element } from "../platform/dom.ts";

const SAFE_SCHEMES = new Set(["http:", "https:", "limecrm:"]);

/** Whether a text is an address that may be followed. */
export function isLink(text: string): boolean {
  return !/\s/.test(text) && URL.canParse(text) && SAFE_SCHEMES.has(new URL(text).protocol);
}

/** A link that says `text`, or its whole address; undefined when the address is none that may be followed. */
export function link(url: string, text?: string): HTMLAnchorElement | undefined {
  if (!isLink(url)) return undefined;
  const { href } = new URL(url);
  return element("a", { href, target: "_blank", rel: "noopener noreferrer" }, bidiIsolate(text ?? url));
}
