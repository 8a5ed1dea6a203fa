// Whom the conversation is with, and the example.

import { Button } from "../../elements/button.tsx";
import { Switch } from "../../elements/fields.tsx";
import { muted } from "../../elements/text.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { useApp } from "../use-app.ts";
import { Avatar } from "./chat/avatar.tsx";
import styles from "./contact-title.module.css";
import type { DisplayedConversation } from "./read-conversation.ts";

export const TITLE_ID = "conversation-title";

interface ContactTitleProps {
  conversation: DisplayedConversation | undefined;
  isBlank: boolean;
}

export function ContactTitle({ conversation, isBlank }: ContactTitleProps) {
  return (
    <div class={styles.title}>
      {isBlank ? (
        <div class={styles.contact}>
          <h1 id={TITLE_ID}>{t("title")}</h1>
        </div>
      ) : (
        <div class={styles.contact}>
          <Avatar speaker="contact" name={conversation?.name ?? ""} size="large" />
          <div>
            <h1 id={TITLE_ID}>{conversation?.name ? <bdi>{conversation.name}</bdi> : t("somebody")}</h1>
            <p class={muted}>{conversation?.id ? t("titleOf", { id: conversation.id }) : t("title")}</p>
          </div>
        </div>
      )}
      <ExampleChoice />
    </div>
  );
}

function ExampleChoice() {
  const { store } = useApp();
  const other = store.example.value === "rich" ? "short" : "rich";
  return (
    <div class={styles.example}>
      <Switch label={t("example")} value={store.isExample.value} onChange={(isOn) => store.showExample(isOn)} />
      {store.isExample.value && (
        <Button kind="quiet" class={styles.other} onClick={() => store.showExample(true, other)}>
          {t(`${other}Example`)}
        </Button>
      )}
    </div>
  );
}
