// Frame around the views: product name, navigation, connection status.

import { clsx } from "clsx";
import type { Connection } from "../api/connection.ts";
import { Icon } from "../elements/icon.tsx";
import type { IconName } from "../elements/icons.ts";
import { VisuallyHidden } from "../elements/text.tsx";
import { shell as t } from "../i18n/messages/shell.ts";
import type { ReadonlySignal } from "../platform/signal.ts";
import { type ViewName, type Views, viewNames } from "./router.tsx";
import styles from "./shell.module.css";

const icons: Record<ViewName, IconName> = {
  conversation: "chat",
  conversations: "table",
  mapping: "mapping",
  settings: "settings",
};

interface HeaderProps {
  connection: ReadonlySignal<Connection>;
  current: ReadonlySignal<ViewName>;
  views: ReadonlySignal<Views>;
  main: HTMLElement;
}

export function Header({ connection, current, views, main }: HeaderProps) {
  const names = viewNames(views.value);
  return (
    <header class={styles.masthead}>
      {/* biome-ignore lint/a11y/useValidAnchor: the link's target is in the page, but not by the fragment */}
      <a
        class={styles.skip}
        href="#main"
        // The fragment selects the view and is therefore not available for in-page links.
        onClick={(event) => {
          event.preventDefault();
          main.focus();
        }}
      >
        {t("skip")}
      </a>
      <a class={styles.brand} href="#/conversation">
        <span class={styles.brandMark}>
          <Icon name="lime" />
        </span>
        {t("product")}
      </a>
      {names.length > 1 && (
        <nav aria-label={t("views")}>
          <ul>
            {names.map((name) => (
              <li key={name}>
                <a href={`#/${name}`} class={styles.tab} aria-current={name === current.value ? "page" : undefined}>
                  <Icon name={icons[name]} />
                  {t(name)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <ConnectionBadge connection={connection.value} isLink={names.includes("settings")} />
    </header>
  );
}

const badgeIcons = {
  checking: "worker",
  static: "bulb",
  unreachable: "warning",
  locked: "lock",
  sandbox: "sandbox",
  ready: "worker",
} as const;

/** `isLink`: the settings are among the views. */
function ConnectionBadge({ connection, isLink }: { connection: Connection; isLink: boolean }) {
  const { is, url, isRefused } = connection;
  // Where there are no settings, they need not be named.
  const hasHelp = is !== "checking" && (is !== "locked" || isLink);
  const help = hasHelp ? t(isRefused ? "refusedHelp" : `${is}Help`, { url }) : t(is);
  const attributes = { class: clsx(styles.connection, styles[is]), title: help };
  const contents = (
    <>
      <Icon name={badgeIcons[is]} />
      <span>{t(is)}</span>
      <VisuallyHidden>
        {". "}
        <bdi>{help}</bdi>
      </VisuallyHidden>
    </>
  );
  return isLink ? (
    <a {...attributes} href="#/settings">
      {contents}
    </a>
  ) : (
    <span {...attributes}>{contents}</span>
  );
}
