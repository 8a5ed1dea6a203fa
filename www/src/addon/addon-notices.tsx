import { Icon } from "../elements/icon.tsx";
import { muted } from "../elements/text.tsx";
import { addon as t } from "../i18n/messages/addon.ts";
import type { AddonConversation } from "./addon-conversation.ts";
import styles from "./addon-notices.module.css";

/** What is to be said of the conversation: what has not arrived, and that the transcript is a part. */
export function AddonNotices({ conversation }: { conversation: AddonConversation }) {
  const { isWaiting, isLate, missing, isPartial, operator } = conversation;
  return (
    <div class={styles.notices} role="status">
      {isWaiting.value ? (
        <>
          <Line text={t("waiting")} />
          {isLate.value && <p class={muted}>{t("waitingText")}</p>}
        </>
      ) : (
        <>
          {missing.value.map((part) => (
            <Line key={part} text={t(part === "conversation" ? "missingConversation" : "missingTranscript")} />
          ))}
          {isPartial.value && <Line text={t("partial")} />}
          {operator.value !== "" && (
            <p class={muted} dir="auto">
              {t("operator", { name: operator.value })}
            </p>
          )}
        </>
      )}
    </div>
  );
}

function Line({ text }: { text: string }) {
  return (
    <p class={styles.notice}>
      <Icon name="info" />
      <span>{text}</span>
    </p>
  );
}
