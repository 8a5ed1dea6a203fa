// Icons inside the page's own elements; Lime's components take the icon's name instead.

import { type IconName, icons } from "./icons.ts";

const svg = "http://www.w3.org/2000/svg";

/** Creates an icon. Decorative unless `label` gives it an accessible name. */
export function icon(name: IconName, label?: string): SVGSVGElement {
  const svgElement = document.createElementNS(svg, "svg");
  svgElement.setAttribute("viewBox", "0 0 24 24");
  svgElement.setAttribute("class", "icon");
  if (label === undefined) svgElement.setAttribute("aria-hidden", "true");
  else {
    svgElement.setAttribute("role", "img");
    svgElement.setAttribute("aria-label", label);
  }
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", icons[name]);
  svgElement.append(path);
  return svgElement;
}
