// A part of the preview with its heading.

import { type Child, element } from "../dom.ts";

export function section(title: string, ...children: Child[]): HTMLElement {
  const heading = element("h3", { id: `section-${title.toLowerCase().replaceAll(" ", "-")}` }, title);
  return element("section", { "aria-labelledby": heading.id }, heading, ...children);
}
