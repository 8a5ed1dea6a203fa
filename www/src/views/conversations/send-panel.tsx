import { useMemo, useState } from "preact/hooks";
import type { UpdatePolicy } from "userlike-limeobject";
import { UPDATE_POLICIES } from "../../../../contract/conversations.ts";
import { Button, buttonClass } from "../../elements/button.tsx";
import { confirm } from "../../elements/dialog.tsx";
import { Checkbox, SelectField } from "../../elements/fields.tsx";
import { Notice } from "../../elements/notice.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { useApp } from "../use-app.ts";
import type { BulkSendOptions } from "./bulk-send-controller.ts";
import type { ConversationsController } from "./conversations-controller.ts";
import { PanelNote, PanelSection } from "./panel-section.tsx";
import { SendConfirmation } from "./send-confirmation.tsx";
import styles from "./send-panel.module.css";

const POLICY_TEXT = { keep: "existingKeep", fill: "existingFill", overwrite: "existingOverwrite" } as const;
const DEFAULTS: BulkSendOptions = { existing: "keep", onlyIfChanged: false };

/** Send options and the send button, or the reason why sending is unavailable. */
export function SendPanel({ conversations, bulkSend }: ConversationsController) {
  const { api, store, toast } = useApp();
  const [options, setOptions] = useState(DEFAULTS);
  const [withHidden, setWithHidden] = useState(false);
  const status = api.status.value;
  const selected = conversations.selected.value.size;
  const visible = conversations.visible.value;
  const sendable = selected === 0 ? [] : conversations.summary.value.sendable;
  const shown = useMemo(() => {
    const keys = new Set(visible.map(({ key }) => key));
    return sendable.filter(({ key }) => keys.has(key));
  }, [sendable, visible]);
  const hidden = sendable.length - shown.length;
  const rows = withHidden ? sendable : shown;

  const send = async () => {
    const text = (
      <SendConfirmation
        rows={rows}
        left={selected - sendable.length}
        hidden={sendable.length - rows.length}
        options={options}
        connection={api.connection.value}
        limetypes={store.limetypeIndex.value}
      />
    );
    const title = t("confirmTitle", { n: rows.length });
    if (!(await confirm({ title, text, confirmLabel: t("send"), cancelLabel: t("cancel") }))) return;
    // What changes existing objects is chosen for each job anew.
    setOptions(DEFAULTS);
    setWithHidden(false);
    try {
      await bulkSend.send(rows, options);
    } catch (error) {
      toast(problemText(error as Error), "error");
    }
  };
  const hint =
    status === "static"
      ? t("needsWorker")
      : status === "locked"
        ? t("needsToken")
        : selected === 0
          ? t("selectFirst")
          : sendable.length === 0
            ? t("noneReady")
            : "";
  return (
    <PanelSection>
      {status === "ready" && (
        <>
          <SelectField
            label={t("existing")}
            value={options.existing}
            isSet={options.existing !== DEFAULTS.existing}
            options={UPDATE_POLICIES.map((value) => ({ value, text: t(POLICY_TEXT[value]) }))}
            onChange={(value) => setOptions({ ...options, existing: value as UpdatePolicy })}
          />
          <Checkbox
            label={t("onlyIfChanged")}
            value={options.onlyIfChanged}
            onChange={(onlyIfChanged) => setOptions({ ...options, onlyIfChanged })}
          />
          {store.hasUnsavedConfig && <Notice kind="warning">{t("unsavedMapping")}</Notice>}
        </>
      )}
      {hidden > 0 && (
        <Notice kind="warning">
          <p>{t("hiddenSelected", { n: hidden })}</p>
          <Checkbox label={t("sendHidden", { n: hidden })} value={withHidden} onChange={setWithHidden} />
        </Notice>
      )}
      <Button
        kind="primary"
        icon="send"
        class={styles.send}
        disabled={status !== "ready" || rows.length === 0 || bulkSend.isBusy.value}
        onClick={() => void send()}
      >
        {rows.length > 0 ? t("sendN", { n: rows.length }) : t("send")}
      </Button>
      {hint !== "" && <PanelNote>{hint}</PanelNote>}
      {status === "locked" && (
        <a class={buttonClass()} href="#/settings">
          {t("toSettings")}
        </a>
      )}
    </PanelSection>
  );
}
