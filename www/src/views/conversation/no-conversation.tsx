// Placeholder without a conversation, with ways to open one.

import { Button } from "../../elements/button.tsx";
import { EmptyState } from "../../elements/empty-state.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { useApp } from "../use-app.ts";
import styles from "./no-conversation.module.css";
import { choosePayloadFile, pastePayload } from "./payload-input.ts";

export function NoConversation() {
  const app = useApp();
  return (
    <EmptyState icon="chat">
      <h2>{t("emptyTitle")}</h2>
      <p>{t("emptyText")}</p>
      <div class={styles.actions}>
        <Button kind="primary" icon="folder" onClick={() => choosePayloadFile(app)}>
          {t("open")}
        </Button>
        <Button icon="paste" onClick={() => void pastePayload(app)}>
          {t("paste")}
        </Button>
        <Button icon="example" onClick={() => app.store.showExample(true)}>
          {t("showExample")}
        </Button>
      </div>
    </EmptyState>
  );
}
