// Buttons that lead to a place in one of the texts. Whoever owns the page listens for them: see hover.ts.

import type { DocumentId, Place } from "../documents.ts";
import { type Child, element } from "../dom.ts";

const names: Record<DocumentId, string> = { payload: "payload", config: "configuration", limetypes: "limetypes" };

/** A button for a place. `label` is what it says; without one it says the pointer, or the line and column. */
export function placeButton(place: Place, label?: string): HTMLButtonElement {
  const { pointer, line, column } = place;
  const where = line === undefined ? pointer || "the whole text" : `line ${line}, column ${column ?? 1}`;
  const button = element(
    "button",
    {
      type: "button",
      class: "place",
      "data-document": place.document,
      "data-pointer": pointer,
      "data-line": line?.toString(),
      "data-column": column?.toString(),
      title: `Go to ${where} in the ${names[place.document]}`,
    },
    element("span", { class: "place-document" }, label ?? names[place.document]),
  );
  if (label === undefined) button.append(" ", element("code", {}, ...breakable(where)));
  return button;
}

/** A pointer that breaks between its words, not inside them. */
function breakable(pointer: string): Child[] {
  return pointer.split(/(?=[/_])/).flatMap((part, index) => (index === 0 ? [part] : [element("wbr"), part]));
}

/** The place that a button of this file leads to. */
export function placeOf({ dataset }: HTMLElement): Place {
  const { pointer, line, column } = dataset;
  return {
    document: dataset.document as DocumentId,
    pointer,
    line: line === undefined ? undefined : Number(line),
    column: column === undefined ? undefined : Number(column),
  };
}
