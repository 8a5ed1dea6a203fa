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
      <nav aria-label={t("views")}>
        <ul>
          {viewNames(views.value).map((name) => (
            <li key={name}>
              <a href={`#/${name}`} class={styles.tab} aria-current={name === current.value ? "page" : undefined}>
                <Icon name={icons[name]} />
                {t(name)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ConnectionBadge connection={connection.value} />
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

function ConnectionBadge({ connection: { is, url } }: { connection: Connection }) {
  const help = is === "checking" ? t("checking") : t(`${is}Help`, { url });
  return (
    <a class={clsx(styles.connection, styles[is])} href="#/settings" title={help}>
      <Icon name={badgeIcons[is]} />
      <span class={styles.connectionLabel}>{t(is)}</span>
      <VisuallyHidden>
        {". "}
        <bdi>{help}</bdi>
      </VisuallyHidden>
    </a>
  );
}
