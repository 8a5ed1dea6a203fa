// Links out of a payload. Only schemes that can't run anything in this page become links; the rest stays text.

import { element, foreign } from "../dom.ts";

const schemes = new Set(["http:", "https:", "limecrm:"]);

/** A link that shows its whole address, when the text is one that may be followed. */
export function link(text: string): HTMLAnchorElement | undefined {
  if (/\s/.test(text) || !URL.canParse(text) || !schemes.has(new URL(text).protocol)) return undefined;
  return element("a", { href: text, target: "_blank", rel: "noopener noreferrer", class: "line" }, foreign(text));
}
