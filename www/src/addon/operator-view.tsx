// What an operator sees in the Message Center: the conversation, what becomes of it, what needs attention, one button, and what
// was sent.

import { useMemo } from "preact/hooks";
import { isTokenStored } from "../api/token.ts";
import { Button } from "../elements/button.tsx";
import { CutText } from "../elements/cut-text.tsx";
import { Notice } from "../elements/notice.tsx";
import { muted } from "../elements/text.tsx";
import { addon as t } from "../i18n/messages/addon.ts";
import { Transcript } from "../views/conversation/chat/transcript.tsx";
import { EarlierSends } from "../views/conversation/earlier-sends.tsx";
import type { DisplayedConversation } from "../views/conversation/read-conversation.ts";
import { SendButton } from "../views/conversation/send-button.tsx";
import { SendStatus } from "../views/conversation/send-status.tsx";
import { useConversation } from "../views/conversation/use-conversation.ts";
import { Workbench, WorkbenchContext } from "../views/conversation/workbench.ts";
import { useApp } from "../views/use-app.ts";
import { AccessPanel } from "./access-panel.tsx";
import styles from "./operator-view.module.css";
import { Outcome } from "./outcome.tsx";

/** UTF-16 units of a subject that are shown at first. */
const SUBJECT_LENGTH = 200;

export function OperatorView() {
  const { api, store } = useApp();
  const { is } = api.state.value;
  if (is === "checking") return <p class={muted}>{t("connecting")}</p>;
  if (is === "locked") return <AccessPanel />;
  // Until the mapping in use is there, a preview would be that of the example. The administrator's views are loading.
  const isLoading = store.savedConfig.value === null || api.session.value?.role === "administrator";
  if (is === "ready" && isLoading) return <p class={muted}>{t("connecting")}</p>;
  return (
    <>
      {is === "unreachable" && <Unreachable />}
      {is === "static" && <Notice>{t("static")}</Notice>}
      {is === "ready" && !isTokenStored() && <Notice kind="warning">{t("notStored", { host: location.host })}</Notice>}
      <Conversation />
    </>
  );
}

function Unreachable() {
  const { api } = useApp();
  return (
    <div class={styles.unreachable}>
      <Notice kind="warning" role="status">
        {t("unreachable")}
      </Notice>
      <Button icon="refresh" onClick={() => void api.check()}>
        {t("tryAgain")}
      </Button>
    </div>
  );
}

function Conversation() {
  const app = useApp();
  const workbench = useMemo(() => new Workbench(app), [app]);
  const text = app.store.payload.value;
  const { conversation } = useConversation(text);
  if (text.trim() === "") return null;
  return (
    <WorkbenchContext.Provider value={workbench}>
      <div class={styles.view}>
        <Title conversation={conversation} />
        {conversation && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
          <section class={styles.chat} aria-label={t("chat")} tabIndex={0}>
            <Transcript key={conversation.id} conversation={conversation} noteParts={null} />
          </section>
        )}
        <Outcome />
        {conversation && <EarlierSends key={conversation.id} isCard conversation={Number(conversation.id)} />}
        <div class={styles.send}>
          <div class={styles.status}>
            <SendStatus />
          </div>
          <SendButton />
          <Blocker />
        </div>
      </div>
    </WorkbenchContext.Provider>
  );
}

function Title({ conversation }: { conversation: DisplayedConversation | undefined }) {
  const subject = conversation?.conversation.find(({ key }) => key === "subject")?.value;
  return (
    <div>
      <h1>{conversation?.name ? <bdi>{conversation.name}</bdi> : t("somebody")}</h1>
      {subject && (
        <CutText text={subject} length={SUBJECT_LENGTH}>
          {(shown) => (
            <p class={muted} dir="auto">
              {shown}
            </p>
          )}
        </CutText>
      )}
    </div>
  );
}

/** Why the conversation can't be sent, in words for somebody who can't change the mapping. */
function Blocker() {
  const { store } = useApp();
  const { kind } = store.previewResult.value;
  if (kind === "config") return <Notice kind="error">{t("mappingWrong")}</Notice>;
  if (kind === "payload" || kind === "failure") return <Notice kind="error">{t("unreadable")}</Notice>;
  return null;
}
