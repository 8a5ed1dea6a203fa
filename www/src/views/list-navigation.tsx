import { useState } from "preact/hooks";
import { Button, buttonClass } from "../elements/button.tsx";
import { listNavigation as t } from "../i18n/messages/list-navigation.ts";
import { openedConversation } from "../state/opened-conversation.ts";
import styles from "./list-navigation.module.css";
import { useApp } from "./use-app.ts";

/**
 * Leads to the previous and the next conversation and back to the list, while one that was opened from it is shown. Operators have no
 * list.
 */
export function ListNavigation() {
  const { api, store } = useApp();
  const [isLoading, setLoading] = useState(false);
  const opened = openedConversation.value;
  if (opened === null || opened.payload !== store.payload.value || api.session.value?.role === "operator") return null;
  const { position, total, previous, next } = opened;
  const go = (to: () => Promise<void>) => async () => {
    setLoading(true);
    await to().finally(() => setLoading(false));
  };
  return (
    <nav class={styles.bar} aria-label={t("label")}>
      <a class={buttonClass()} href="#/conversations">
        {t("back")}
      </a>
      <p class={styles.position}>{t("position", { n: position, total })}</p>
      <div class={styles.steps}>
        <Button
          icon="arrow_left"
          disabled={previous === null || isLoading}
          onClick={previous ? go(previous) : undefined}
        >
          {t("previous")}
        </Button>
        <Button icon="arrow_right" disabled={next === null || isLoading} onClick={next ? go(next) : undefined}>
          {t("next")}
        </Button>
      </div>
    </nav>
  );
}
