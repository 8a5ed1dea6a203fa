// An icon of our own elements; components of lime-elements take its name.

import { type IconName, icons } from "./icons.ts";

const svg = "http://www.w3.org/2000/svg";

/** Decoration: what it means is said by the text beside it, or by `label`. */
export function icon(name: IconName, label?: string): SVGSVGElement {
  const made = document.createElementNS(svg, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("class", "icon");
  if (label === undefined) made.setAttribute("aria-hidden", "true");
  else {
    made.setAttribute("role", "img");
    made.setAttribute("aria-label", label);
  }
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", icons[name]);
  made.append(path);
  return made;
}
