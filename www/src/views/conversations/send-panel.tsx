import type { UpdatePolicy } from "userlike-limeobject";
import { UPDATE_POLICIES } from "../../../../contract/conversations.ts";
import { buttonClass } from "../../elements/button.tsx";
import { Checkbox, SelectField } from "../../elements/fields.tsx";
import { Notice } from "../../elements/notice.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { useApp } from "../use-app.ts";
import { PanelNote, PanelSection } from "./panel-section.tsx";
import { SendButton } from "./send-button.tsx";
import { DEFAULTS, type SendForm } from "./send-form.ts";

const POLICY_TEXT = { keep: "existingKeep", fill: "existingFill", overwrite: "existingOverwrite" } as const;

interface SendPanelProps {
  form: SendForm;
  /** Whether the send button is among it; otherwise it is in a bar of its own. */
  hasButton: boolean;
}

/** Send options and the send button, or the reason why sending is unavailable. */
export function SendPanel({ form, hasButton }: SendPanelProps) {
  const { api, store } = useApp();
  const status = api.status.value;
  const options = form.options.value;
  const hidden = form.hidden.value;
  const reason = form.reason.value;
  return (
    <PanelSection>
      {status === "ready" && (
        <>
          <SelectField
            label={t("existing")}
            value={options.existing}
            isSet={options.existing !== DEFAULTS.existing}
            options={UPDATE_POLICIES.map((value) => ({ value, text: t(POLICY_TEXT[value]) }))}
            onChange={(value) => {
              form.options.value = { ...options, existing: value as UpdatePolicy };
            }}
          />
          <Checkbox
            label={t("onlyIfChanged")}
            value={options.onlyIfChanged}
            onChange={(onlyIfChanged) => {
              form.options.value = { ...options, onlyIfChanged };
            }}
          />
          {store.hasUnsavedConfig && <Notice kind="warning">{t("unsavedMapping")}</Notice>}
        </>
      )}
      {hidden > 0 && (
        <Notice kind="warning">
          <p>{t("hiddenSelected", { n: hidden })}</p>
          <Checkbox
            label={t("sendHidden", { n: hidden })}
            value={form.withHidden.value}
            onChange={(withHidden) => {
              form.withHidden.value = withHidden;
            }}
          />
        </Notice>
      )}
      {hasButton && <SendButton form={form} />}
      {reason !== "" && <PanelNote>{reason}</PanelNote>}
      {status === "locked" && (
        <a class={buttonClass()} href="#/settings">
          {t("toSettings")}
        </a>
      )}
    </PanelSection>
  );
}
