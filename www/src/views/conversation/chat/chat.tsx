// The conversation as the Message Center shows it, with its details.

import { useLayoutEffect, useRef } from "preact/hooks";
import { trackHighlight } from "../../../elements/cross-highlight.ts";
import { conversation as t } from "../../../i18n/messages/conversation.ts";
import { instancesOf } from "../../../state/config-outline.ts";
import type { Store } from "../../../state/store.ts";
import { useApp } from "../../use-app.ts";
import { NoConversation } from "../no-conversation.tsx";
import type { DisplayedConversation } from "../read-conversation.ts";
import styles from "./chat.module.css";
import { DetailList } from "./detail-list.tsx";
import { Transcript } from "./transcript.tsx";

interface ChatProps {
  /** Undefined when the payload is not a conversation. */
  conversation: DisplayedConversation | undefined;
  isBlank: boolean;
  /** Whether a payload is being read; `conversation` is that of the one before it. */
  isReading: boolean;
}

export function Chat({ conversation, isBlank, isReading }: ChatProps) {
  const { store } = useApp();
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => trackHighlight(root.current as HTMLDivElement, store.highlighted), [store]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section ref={root} class={styles.chat} aria-label={t("chat")} tabIndex={0}>
      {isBlank ? (
        <NoConversation />
      ) : conversation === undefined ? (
        <p class={styles.unreadable}>{t(isReading ? "reading" : "unreadable")}</p>
      ) : (
        <>
          <Transcript key={conversation.id} conversation={conversation} noteParts={notePartsOf(store)} />
          <DetailList conversation={conversation} />
        </>
      )}
    </section>
  );
}

/** Returns the parts of the conversation that its history note has; null when none is written. */
function notePartsOf(store: Store) {
  const outcome = store.previewResult.value;
  if (outcome.kind !== "preview" || !outcome.preview.objects.some(({ role }) => role === "history")) return null;
  const { instance } = outcome.preview;
  return instance === null ? null : (instancesOf(store.config.value)[instance.index]?.transcript.parts ?? null);
}
