// Which instance of the configuration takes the conversation, and why.

import type { Preview } from "userlike-limeobject";
import { element, foreign } from "../dom.ts";
import { placeButton } from "./place.ts";
import { section } from "./section.ts";

export function renderInstance({ conversation, instance }: Preview): HTMLElement {
  const of = conversation === null ? "this conversation" : `conversation ${conversation}`;
  if (!instance) {
    return section(
      "Instance",
      element("p", { class: "empty" }, `No instance takes ${of}, so nothing would be written.`),
    );
  }
  return section(
    "Instance",
    element(
      "div",
      { class: "card line-card", "data-places": true },
      element(
        "p",
        {},
        element("strong", {}, foreign(instance.name)),
        ` takes ${of}, because: `,
        foreign(instance.because),
        ".",
      ),
      placeButton({ document: "config", pointer: `/instances/${instance.index}` }),
    ),
  );
}
