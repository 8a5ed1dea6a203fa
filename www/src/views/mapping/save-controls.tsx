// What of the mapping is saved, and the button that saves it.

import { Button } from "../../elements/button.tsx";
import { Notice } from "../../elements/notice.tsx";
import { muted } from "../../elements/text.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import type { Store } from "../../state/store.ts";
import { useApp } from "../use-app.ts";
import styles from "./save-controls.module.css";
import { EXAMPLE_VERSION, type Saving } from "./saving.ts";
import { useSelect } from "./use-editor.ts";

interface SavingProps {
  saving: Saving;
}

export function SaveButton({ saving }: SavingProps) {
  const { api } = useApp();
  const canSave = useSelect(({ hasErrors }) => saving.canSave && !hasErrors.value, [saving]);
  const status = api.status.value;
  if (status === "static" || status === "checking") return null;
  return (
    <Button kind="primary" icon="save" disabled={!canSave} onClick={() => void saving.save()}>
      {t("save")}
    </Button>
  );
}

/** Which version is used, and whether the text differs from it. */
export function SaveStatus() {
  const { api } = useApp();
  const text = useSelect(({ app }) => statusText(app.store, api.status.value));
  return (
    <p class={muted} role="status">
      {text}
    </p>
  );
}

function statusText({ savedConfig, hasUnsavedConfig }: Store, status: string): string {
  if (status === "static") return t("keptInBrowser");
  if (status === "locked") return t("tokenNeeded");
  const saved = savedConfig.value;
  if (saved === null) return "";
  const { version } = saved;
  if (version === EXAMPLE_VERSION) return hasUnsavedConfig ? t("neverSaved") : t("exampleInUse");
  return hasUnsavedConfig ? t("notSaved", { version }) : t("savedAs", { version });
}

/** Asks which version is kept when someone else has saved one in the meantime. */
export function ConflictNotice({ saving }: SavingProps) {
  const conflict = saving.conflict.value;
  if (conflict === undefined) return null;
  return (
    <Notice kind="warning" role="alert">
      <p>{t("changedMeanwhile", { version: conflict.version })}</p>
      <div class={styles.buttons}>
        <Button onClick={() => saving.takeOther()}>{t("takeTheirs")}</Button>
        <Button onClick={() => void saving.overwrite()}>{t("saveAnyway")}</Button>
      </div>
    </Notice>
  );
}
