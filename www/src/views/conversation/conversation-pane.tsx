// The conversation: its actions, and its chat, payload or mapping.

import { buttonClass } from "../../elements/button.tsx";
import { Card } from "../../elements/card.tsx";
import { Icon } from "../../elements/icon.tsx";
import { TabList, TabPanel } from "../../elements/tabs.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { useApp } from "../use-app.ts";
import { Actions } from "./actions.tsx";
import { BackButton } from "./back-button.tsx";
import { Chat } from "./chat/chat.tsx";
import { Composer } from "./composer.tsx";
import { ContactTitle, TITLE_ID } from "./contact-title.tsx";
import styles from "./conversation-pane.module.css";
import { EarlierSends } from "./earlier-sends.tsx";
import { JsonEditor } from "./json/json-editor.tsx";
import { Paused } from "./paused.tsx";
import { SendStatus } from "./send-status.tsx";
import { useConversation } from "./use-conversation.ts";
import { useWorkbench } from "./workbench.ts";

interface ConversationPaneProps {
  class: string;
  hidden: boolean;
  /** Whether the window has room for one pane only; what both need is then outside of them. */
  isNarrow: boolean;
}

export function ConversationPane({ class: name, hidden, isNarrow }: ConversationPaneProps) {
  const { store, hasMapping } = useApp();
  const face = useWorkbench().face.value;
  const text = store.payload.value;
  const { conversation, isReading } = useConversation(text);
  const isBlank = text.trim() === "";
  return (
    <Card class={name} aria-labelledby={TITLE_ID} hidden={hidden}>
      <div class={styles.head}>
        <ContactTitle conversation={conversation} isBlank={isBlank} />
        <Actions hasSend={!isNarrow} />
        {!isNarrow && <SendStatus />}
        {conversation && <EarlierSends key={conversation.id} conversation={Number(conversation.id)} />}
      </div>
      <Faces />
      <TabPanel id="chat" current={face} class={styles.panel}>
        <Paused isPaused={face !== "chat"}>
          <Chat {...{ conversation, isBlank, isReading }} />
        </Paused>
        <Composer />
      </TabPanel>
      <TabPanel id="payload" current={face} class={styles.panel}>
        <JsonEditor document="payload" isOpen={face === "payload"} />
        {!isNarrow && <BackButton class={styles.action} />}
      </TabPanel>
      <TabPanel id="config" current={face} class={styles.panel}>
        <JsonEditor document="config" isOpen={face === "config"} />
        {hasMapping.value && (
          <a class={`${buttonClass()} ${styles.action}`} href="#/mapping">
            <Icon name="edit" />
            {t("editMapping")}
          </a>
        )}
      </TabPanel>
    </Card>
  );
}

function Faces() {
  const { store } = useApp();
  const { face } = useWorkbench();
  const isMarked = (id: "payload" | "config") => store.highlighted.value.some(({ document }) => document === id);
  return (
    <TabList
      label={t("faces")}
      current={face.value}
      tabs={[
        { id: "chat", label: <TabLabel icon="chat" text={t("chat")} /> },
        { id: "payload", label: <TabLabel icon="code" text={t("payload")} />, marked: isMarked("payload") },
        { id: "config", label: <TabLabel icon="mapping" text={t("mapping")} />, marked: isMarked("config") },
      ]}
      onSelect={(id) => {
        face.value = id;
      }}
    />
  );
}

function TabLabel({ icon, text }: { icon: "chat" | "code" | "mapping"; text: string }) {
  return (
    <>
      <Icon name={icon} />
      {text}
    </>
  );
}
