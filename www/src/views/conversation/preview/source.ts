// Buttons that lead to the source of a value in the payload or the mapping.

import { linkLocations } from "../../../elements/cross-highlight.ts";
import { icon } from "../../../elements/icon.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import { type Child, element } from "../../../platform/dom.ts";
import { displayPath } from "../../../state/display-path.ts";
import type { SourceLocation } from "../../../state/documents.ts";
import type { App } from "../../app.ts";
import type { Limeobject } from "./context.ts";

type Source = Limeobject["sources"][string][number];

/** Creates a button that reveals a location. Default label: its path. */
export function sourceButton(app: App, location: SourceLocation, label?: string): HTMLElement {
  const path = locationText(location);
  const titles = {
    payload: t("inPayload", { place: path }),
    config: t("inMapping", { place: path }),
    limetypes: t("inLimetypes", { place: path }),
  };
  const button = element(
    "button",
    { type: "button", class: `source ${location.document}`, title: titles[location.document] },
    icon(location.document === "payload" ? "code" : "mapping"),
    element("span", { dir: "ltr" }, ...(label === undefined ? withBreaks(path) : [label])),
  );
  button.addEventListener("click", () => app.reveal(location));
  return linkLocations(button, location);
}

/** Creates a button that reveals the rule of a value in the mapping. Its label is visually hidden. */
export function ruleButton(app: App, pointer: string): HTMLElement {
  const button = sourceButton(app, { document: "config", pointer }, t("rule"));
  button.lastElementChild?.classList.add("visually-hidden");
  return button;
}

/** Returns the locations of a value's sources. */
export function sourceLocations(sources: readonly Source[]): SourceLocation[] {
  return sources.flatMap((source): SourceLocation[] => {
    if ("constant" in source) return [{ document: "config", pointer: source.constant }];
    const from: SourceLocation = { document: "payload", pointer: source.payload };
    return source.config === undefined ? [from] : [from, { document: "config", pointer: source.config }];
  });
}

export function sourceButtons(app: App, sources: readonly Source[]): HTMLElement[] {
  return sources.flatMap((source) => {
    if ("constant" in source) {
      return [sourceButton(app, { document: "config", pointer: source.constant }, t("constant"))];
    }
    const from = sourceButton(app, { document: "payload", pointer: source.payload });
    return source.config === undefined ? [from] : [from, ruleButton(app, source.config)];
  });
}

/** Returns a location for display: a payload path such as `transcript[0].body`, or a line. */
export function locationText({ document, pointer, line }: SourceLocation): string {
  if (line !== undefined) return t("line", { line });
  if (!pointer) return document === "payload" ? t("wholePayload") : "{ }";
  return displayPath(pointer);
}

/** Permits line breaks between the parts of a path. */
function withBreaks(path: string): Child[] {
  return path.split(/(?=[._[])/).flatMap((part, index) => (index === 0 ? [part] : [element("wbr"), part]));
}
