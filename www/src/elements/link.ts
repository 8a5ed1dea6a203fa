// Links to addresses from payloads and servers. Only schemes that cannot run code in this page become links.

import { bidiIsolate, element } from "../platform/dom.ts";

const SAFE_SCHEMES = new Set(["http:", "https:", "limecrm:"]);

/** Returns whether a text is a URL with a safe scheme. */
export function isLink(text: string): boolean {
  return !/\s/.test(text) && URL.canParse(text) && SAFE_SCHEMES.has(new URL(text).protocol);
}

/** Returns a link with `text`, default: the URL, as its label; undefined when the URL has no safe scheme. */
export function link(url: string, text?: string): HTMLAnchorElement | undefined {
  if (!isLink(url)) return undefined;
  const { href } = new URL(url);
  return element("a", { href, target: "_blank", rel: "noopener noreferrer" }, bidiIsolate(text ?? url));
}
