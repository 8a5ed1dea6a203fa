// Frame around the views: product name, navigation, connection status.

import type { Connection } from "../api/connection.ts";
import { icon } from "../elements/icon.ts";
import type { IconName } from "../elements/icons.ts";
import { language } from "../i18n/language.ts";
import { shell as t } from "../i18n/messages/shell.ts";
import { bidiIsolate, element } from "../platform/dom.ts";
import type { Signal } from "../platform/signal.ts";
import { type ViewName, viewNames } from "./router.ts";

const icons: Record<ViewName, IconName> = {
  conversation: "chat",
  conversations: "table",
  mapping: "mapping",
  settings: "settings",
};

export class Shell {
  readonly header = element("header", { class: "masthead" });
  readonly main = element("main", { id: "main", class: "view", tabindex: "-1" });
  readonly #connection: Signal<Connection>;
  #current: ViewName = "conversation";

  constructor(connection: Signal<Connection>) {
    this.#connection = connection;
    connection.subscribe(() => this.#draw());
    language.subscribe(() => this.#draw());
    this.#draw();
  }

  show(name: ViewName): void {
    this.#current = name;
    this.#draw();
  }

  #draw(): void {
    const skip = element("a", { class: "skip", href: "#main" }, t("skip"));
    // The fragment selects the view and is therefore not available for in-page links.
    skip.addEventListener("click", (event) => {
      event.preventDefault();
      this.main.focus();
    });
    this.header.replaceChildren(
      skip,
      element(
        "a",
        { class: "brand", href: "#/conversation" },
        element("span", { class: "brand-mark" }, icon("lime")),
        t("product"),
      ),
      element("nav", { "aria-label": t("views") }, element("ul", {}, ...viewNames.map((name) => this.#tab(name)))),
      this.#badge(),
    );
  }

  #tab(name: ViewName): HTMLElement {
    const current = name === this.#current && "page";
    return element(
      "li",
      {},
      element(
        "a",
        { href: `#/${name}`, class: "tab", "aria-current": current },
        icon(icons[name]),
        element("span", { class: "tab-label" }, t(name)),
      ),
    );
  }

  #badge(): HTMLElement {
    const { is, url } = this.#connection.value;
    const help = is === "checking" ? t("checking") : t(`${is}Help`, { url });
    const icons = { checking: "worker", static: "bulb", locked: "lock", sandbox: "sandbox", ready: "worker" } as const;
    return element(
      "a",
      { class: `connection ${is}`, href: "#/settings", title: help },
      icon(icons[is]),
      element("span", { class: "connection-label" }, t(is)),
      element("span", { class: "visually-hidden" }, ". ", bidiIsolate(help)),
    );
  }
}
