import { Button } from "../../elements/button.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import styles from "./send-button.module.css";
import type { SendForm } from "./send-form.ts";

/** Sends the selected conversations, whose number it says. */
export function SendButton({ form }: { form: SendForm }) {
  const n = form.rows.value.length;
  return (
    <Button
      kind="primary"
      icon="send"
      class={styles.send}
      disabled={!form.canSend.value}
      onClick={() => void form.send()}
    >
      {n > 0 ? t("sendN", { n }) : t("send")}
    </Button>
  );
}
