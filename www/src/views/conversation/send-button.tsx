import { Button } from "../../elements/button.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { useApp } from "../use-app.ts";
import { useWorkbench } from "./workbench.ts";

/** Sends the conversation. */
export function SendButton() {
  const { store } = useApp();
  const { sendController } = useWorkbench();
  return (
    <Button
      kind="primary"
      icon="send"
      disabled={sendController.sendBlocker() !== undefined}
      aria-busy={store.sendState.value.status === "sending"}
      onClick={() => void sendController.send()}
    >
      {t("send")}
    </Button>
  );
}
