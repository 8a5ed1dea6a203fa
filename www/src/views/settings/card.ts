import { icon } from "../../elements/icon.ts";
import type { IconName } from "../../elements/icons.ts";
import { element } from "../../platform/dom.ts";

/** Creates the card of one group of settings. */
export function card(id: string, name: IconName, title: string, ...children: (Node | string | false)[]): HTMLElement {
  return element(
    "section",
    { class: "card setting", "aria-labelledby": `${id}-title`, id: `setting-${id}` },
    element("h2", { id: `${id}-title` }, icon(name), title),
    ...children,
  );
}

/** Result of an action, as a live region. */
export class ActionResult {
  readonly element = element("div", { class: "setting-result", role: "status" });

  clear(): void {
    this.element.replaceChildren();
  }

  showProgress(text: string): void {
    this.element.replaceChildren(element("p", { class: "notice" }, text));
  }

  showSuccess(text: string): void {
    this.element.replaceChildren(element("p", { class: "notice good" }, icon("checked"), element("span", {}, text)));
  }

  showError(title: string, ...messages: string[]): void {
    this.element.replaceChildren(
      element(
        "div",
        { class: "notice error" },
        icon("error"),
        element(
          "div",
          {},
          element("strong", {}, title),
          ...messages.map((message) => element("p", { dir: "auto" }, capitalized(message))),
        ),
      ),
    );
  }
}

/** The worker's messages start in lower case. */
const capitalized = (message: string): string => message.charAt(0).toUpperCase() + message.slice(1);
