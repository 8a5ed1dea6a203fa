import { conversations as t } from "../../i18n/messages/conversations.ts";
import styles from "./send-bar.module.css";
import { SendButton } from "./send-button.tsx";
import type { SendForm } from "./send-form.ts";

/** What is selected and the button that sends it, at the lower edge of a window whose panel is below the table. */
export function SendBar({ form }: { form: SendForm }) {
  return (
    <div class={styles.bar}>
      <span class={styles.selected}>{t("summaryOfSelected", { n: form.selected.value })}</span>
      <SendButton form={form} />
    </div>
  );
}
