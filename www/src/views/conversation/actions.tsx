// Actions above the conversation.

import { Button, IconButton } from "../../elements/button.tsx";
import { Icon } from "../../elements/icon.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { payloadLink } from "../../state/payload-link.ts";
import type { App } from "../app.ts";
import { useApp } from "../use-app.ts";
import styles from "./actions.module.css";
import { choosePayloadFile, pastePayload } from "./payload-input.ts";
import { SendButton } from "./send-button.tsx";
import { SendOptions } from "./send-options.tsx";
import { useWorkbench } from "./workbench.ts";

/** `hasSend`: whether the button that sends is among them. */
export function Actions({ hasSend }: { hasSend: boolean }) {
  const app = useApp();
  const workbench = useWorkbench();
  const { sendController } = workbench;
  const dryRun = () => {
    workbench.pane.value = "preview";
    void sendController.dryRun();
  };
  return (
    <div class={styles.actions}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
      <div class={styles.row} role="group" aria-label={t("actions")}>
        {hasSend && <SendButton />}
        <Button icon="compare" disabled={sendController.dryRunBlocker() !== undefined} onClick={dryRun}>
          {t("dryRun")}
        </Button>
        <span class={styles.documents}>
          <IconButton icon="folder" label={t("open")} onClick={() => choosePayloadFile(app)} />
          <IconButton icon="paste" label={t("paste")} onClick={() => void pastePayload(app)} />
          <IconButton
            icon="link"
            label={t("copyLink")}
            disabled={app.store.payload.value.trim() === ""}
            onClick={() => void copyLink(app)}
          />
        </span>
      </div>
      <SendOptions />
      <Reason />
    </div>
  );
}

/** Why the conversation cannot be sent. */
function Reason() {
  const { sendController } = useWorkbench();
  const blocker = sendController.sendBlocker();
  if (blocker === undefined || blocker === "Checking" || blocker === "Unsettled") return null;
  return (
    <p class={styles.reason}>
      <Icon name="info" />
      <span>{t(`reason${blocker}`)}</span>
      {blocker === "Locked" && <a href="#/settings">{t("toSettings")}</a>}
    </p>
  );
}

async function copyLink({ store, toast }: App): Promise<void> {
  try {
    await navigator.clipboard.writeText(payloadLink(store.payload.value));
    toast(t("linkCopied"), "success");
  } catch {
    toast(t("linkNotCopied"), "error");
  }
}
