import { clsx } from "clsx";
import { useRef } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { useApp } from "../use-app.ts";
import type { ConversationsController } from "./conversations-controller.ts";
import { sampleFile } from "./samples.ts";
import styles from "./sources.module.css";

interface SourcesProps extends ConversationsController {
  onBackfill(): void;
  /** Whether the buttons stand in the middle. Default: false. */
  isCentered?: boolean;
}

/** Buttons that add conversations to the table. */
export function Sources({ conversations, received, onBackfill, isCentered = false }: SourcesProps) {
  const { api, toast } = useApp();
  const picker = useRef<HTMLInputElement>(null);
  const withErrorToast = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      toast(problemText(error as Error), "error");
    }
  };
  const hasMore = received.hasMore && conversations.rows.value.some(({ receivedAt }) => receivedAt !== null);
  return (
    <div class={clsx(styles.sources, isCentered && styles.centered)}>
      <div class={styles.first}>
        <Button kind="primary" icon="folder" onClick={() => picker.current?.click()}>
          {t("openFiles")}
        </Button>
      </div>
      {api.status.value === "ready" && (
        <>
          <Button icon="worker" onClick={() => void withErrorToast(() => received.refresh())}>
            {t("received")}
          </Button>
          <Button icon="history" onClick={onBackfill}>
            {t("backfill")}
          </Button>
        </>
      )}
      <Button icon="example" onClick={() => conversations.importFiles([sampleFile()])}>
        {t("examples")}
      </Button>
      {hasMore && (
        <Button
          icon="history"
          disabled={received.isLoading.value}
          onClick={() => void withErrorToast(() => received.load())}
        >
          {t("moreReceived")}
        </Button>
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept=".json,.ndjson,.jsonl,.txt,.log"
        onChange={({ currentTarget }) => {
          conversations.importFiles(currentTarget.files ?? []);
          currentTarget.value = "";
        }}
      />
    </div>
  );
}
