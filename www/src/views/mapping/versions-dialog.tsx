// Dialog with the saved versions, to open or restore one.

import { useEffect, useState } from "preact/hooks";
import type { ConfigurationVersionSummary } from "../../../../contract/configurations.ts";
import { configVersions } from "../../api/mapping.ts";
import { Button } from "../../elements/button.tsx";
import { Dialog, DialogActions } from "../../elements/dialog.tsx";
import { muted } from "../../elements/text.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { useApp } from "../use-app.ts";
import { EXAMPLE_VERSION, type Saving } from "./saving.ts";
import { Tag } from "./tag.tsx";
import styles from "./versions-dialog.module.css";

interface VersionsDialogProps {
  saving: Saving;
  onClose(): void;
}

export function VersionsDialog({ saving, onClose }: VersionsDialogProps) {
  const { api, toast, store, format } = useApp();
  const [versions, setVersions] = useState<readonly ConfigurationVersionSummary[]>();
  const fail = (error: unknown) => toast(problemText(error as Error), "error");
  useEffect(() => {
    configVersions(api).then(setVersions, (error) => {
      fail(error);
      onClose();
    });
  }, []);
  if (versions === undefined) return null;
  const run = (action: Promise<void>) => {
    onClose();
    action.catch(fail);
  };
  const all = versions.some(({ version }) => version === EXAMPLE_VERSION)
    ? versions
    : [...versions, { version: EXAMPLE_VERSION, savedAt: "", restoredFrom: null }];
  return (
    <Dialog title={t("versionsTitle")} onClose={onClose} class={styles.dialog}>
      <ul class={styles.versions}>
        {all.map(({ version, savedAt, restoredFrom }) => {
          const isExample = version === EXAMPLE_VERSION;
          const note = isExample ? t("versionExampleNote") : format.dateTime(savedAt);
          const isInUse = version === store.savedConfig.value?.version;
          return (
            <li key={version}>
              <span class={styles.version}>
                <strong>{isExample ? t("versionExample") : t("version", { version })}</strong>
                <span class={muted}>{restoredFrom === null ? note : `${note} · ${originText(restoredFrom)}`}</span>
                {isInUse && <Tag>{t("versionCurrent")}</Tag>}
              </span>
              <Button onClick={() => run(saving.openVersion(version))}>{t("look")}</Button>
              {!isInUse && <Button onClick={() => run(saving.restore(version))}>{t("restore")}</Button>}
            </li>
          );
        })}
      </ul>
      <DialogActions>
        <Button onClick={onClose}>{t("close")}</Button>
      </DialogActions>
    </Dialog>
  );
}

function originText(version: number): string {
  return version === EXAMPLE_VERSION ? t("versionRestoredExample") : t("versionRestored", { version });
}
