import { icon } from "../../elements/icon.ts";
import type { IconName } from "../../elements/icons.ts";
import { element } from "../../platform/dom.ts";

/** One subject of the settings. */
export function card(id: string, name: IconName, title: string, ...children: (Node | string | false)[]): HTMLElement {
  return element(
    "section",
    { class: "card setting", "aria-labelledby": `${id}-title`, id: `setting-${id}` },
    element("h2", { id: `${id}-title` }, icon(name), title),
    ...children,
  );
}

/** What became of saving: read out when it changes. */
export class Result {
  readonly element = element("div", { class: "setting-result", role: "status" });

  clear(): void {
    this.element.replaceChildren();
  }

  /** @param busy Shows that it is still going on. */
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

/** The worker's messages begin in lower case, where they follow something. */
const capitalized = (message: string): string => message.charAt(0).toUpperCase() + message.slice(1);
