// View for one conversation: its chat and payload beside its preview.

import { clsx } from "clsx";
import { useEffect, useMemo } from "preact/hooks";
import { Segments } from "../../elements/tabs.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { onChange } from "../../platform/signal.ts";
import { useMedia } from "../../platform/use-media.ts";
import type { SourceLocation } from "../../state/documents.ts";
import { ListNavigation } from "../list-navigation.tsx";
import { useApp } from "../use-app.ts";
import type { CreateView } from "../view.ts";
import { BackButton } from "./back-button.tsx";
import { ConversationPane } from "./conversation-pane.tsx";
import { DropOverlay } from "./drop-overlay.tsx";
import { FindingCount } from "./preview/finding-count.tsx";
import { PreviewPane } from "./preview/preview-pane.tsx";
import { SendButton } from "./send-button.tsx";
import { SendOptionsSummary } from "./send-options.tsx";
import { SendStatus } from "./send-status.tsx";
import styles from "./view.module.css";
import { type Pane, Workbench, WorkbenchContext } from "./workbench.ts";

export const view: CreateView = ({ store }) => ({
  content: <ConversationView />,
  title: () => t("title"),
  dispose: () => {
    store.highlighted.value = [];
  },
});

function ConversationView() {
  const app = useApp();
  const { store } = app;
  const workbench = useMemo(() => new Workbench(app), [app]);
  const hasOnePane = useMedia("(width < 64rem)");
  const shown = workbench.pane.value;
  useEffect(() => {
    const reveal = (location: SourceLocation | null) => {
      if (location?.document !== "payload") return;
      store.revealTarget.value = null;
      workbench.reveal(location);
    };
    reveal(store.revealTarget.value);
    return onChange(store.revealTarget, reveal);
  }, [store, workbench]);
  const isHidden = (pane: Pane) => hasOnePane && shown !== pane;
  return (
    <WorkbenchContext.Provider value={workbench}>
      <div class={styles.workbench}>
        <ListNavigation />
        {hasOnePane && (
          <Segments
            class={styles.switch}
            label={t("panes")}
            current={shown}
            segments={[
              { id: "conversation", label: t("paneConversation") },
              { id: "preview", label: t("panePreview") },
            ]}
            onSelect={(pane) => {
              workbench.pane.value = pane;
            }}
          />
        )}
        <div class={clsx(styles.panes, hasOnePane && styles.single)}>
          <ConversationPane class={styles.pane as string} hidden={isHidden("conversation")} isNarrow={hasOnePane} />
          <PreviewPane class={styles.pane as string} hidden={isHidden("preview")} />
        </div>
        {hasOnePane && <SendBar />}
      </div>
      <DropOverlay />
    </WorkbenchContext.Provider>
  );
}

/** What is needed in both panes, at the lower edge of a window with one pane. */
function SendBar() {
  return (
    <div class={styles.bar}>
      <SendStatus />
      <SendOptionsSummary />
      <div class={styles.barActions}>
        <SendButton />
        <FindingCount />
        <BackButton />
      </div>
    </div>
  );
}
