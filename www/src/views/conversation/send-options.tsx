// Where a send goes and what it does to an object that exists already.

import type { UpdatePolicy } from "userlike-limeobject";
import { UPDATE_POLICIES } from "../../../../contract/conversations.ts";
import { Checkbox, SelectField } from "../../elements/fields.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { useApp } from "../use-app.ts";
import { targetText } from "./send-controller.ts";
import styles from "./send-options.module.css";
import { useWorkbench } from "./workbench.ts";

export function SendOptions() {
  const { sendController } = useWorkbench();
  const { existing, onlyIfChanged } = sendController.options.value;
  return (
    <div class={styles.options}>
      <Target />
      <SelectField
        class={styles.existing}
        label={t("existing")}
        value={existing}
        isSet={existing !== "keep"}
        options={UPDATE_POLICIES.map((value) => ({ value, text: t(value) }))}
        onChange={(existing) => sendController.choose({ existing: existing as UpdatePolicy })}
      />
      <Checkbox
        label={t("onlyIfChanged")}
        value={onlyIfChanged}
        onChange={(onlyIfChanged) => sendController.choose({ onlyIfChanged })}
      />
    </div>
  );
}

/** The options in words, for where they stand beside the button only. */
export function SendOptionsSummary() {
  const { existing, onlyIfChanged } = useWorkbench().sendController.options.value;
  return (
    <p class={styles.summary}>
      <Target /> {t("existingSummary", { policy: t(existing) })} {onlyIfChanged && t("onlyIfChanged")}
    </p>
  );
}

function Target() {
  const { is, url } = useApp().api.connection.value;
  if (is !== "sandbox" && is !== "ready") return null;
  return <span class={styles.target}>{t("goesTo", { target: targetText(is, url) })}</span>;
}
