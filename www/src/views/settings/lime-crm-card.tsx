import { useState } from "preact/hooks";
import type { Settings, SettingsChanges } from "../../../../contract/settings.ts";
import { ApiError } from "../../api/error.ts";
import { Button } from "../../elements/button.tsx";
import { ExternalLink } from "../../elements/external-link.tsx";
import { Switch, TextField } from "../../elements/fields.tsx";
import { settings as t } from "../../i18n/messages/settings.ts";
import { useApp } from "../use-app.ts";
import { ActionResult, useAction } from "./action.tsx";
import styles from "./lime-crm-card.module.css";
import { loadLimetypes } from "./load-limetypes.ts";
import { isAbout, type SettingProblem } from "./problems.ts";
import { ButtonRow, CurrentState, FieldRow, SettingCard } from "./setting-card.tsx";
import type { SettingsStore } from "./settings-store.ts";

type TitleKey = "wrongUrl" | "wrongKey" | "wrongPermission" | "wrongLimit" | "wrongAway";

/** Title of a failed connection test, by error code. */
const TITLE_BY_CODE: Partial<Record<ApiError["code"], TitleKey>> = {
  "bad-url": "wrongUrl",
  "not-lime-crm": "wrongUrl",
  "bad-key": "wrongKey",
  unauthorized: "wrongKey",
  forbidden: "wrongPermission",
  "rate-limited": "wrongLimit",
  unreachable: "wrongAway",
  unavailable: "wrongAway",
};

/** URL and API key of the Lime CRM that receives conversations, or the sandbox. */
export function LimeCrmCard({ store, settings }: { store: SettingsStore; settings: Settings }) {
  const app = useApp();
  const { lime, sandbox } = settings;
  const [url, setUrl] = useState<string | null>(null);
  const [apiKey, setApiKey] = useState("");
  const action = useAction();

  const save = (changes: SettingsChanges, done: () => () => string) =>
    action.run(
      async (signal) => {
        await store.save(changes, signal);
        void loadLimetypes(app, false).catch(() => {});
        return done();
      },
      { progress: () => t("testing"), describe: failureOf },
    );
  const connect = () => {
    const key = apiKey.trim();
    return save({ lime: { url: (url ?? lime?.url ?? "").trim(), ...(key === "" ? {} : { apiKey: key }) } }, () => {
      setUrl(null);
      setApiKey("");
      return () => t("connected");
    });
  };
  const disconnect = () =>
    save({ lime: null }, () => {
      setUrl(null);
      return () => t("disconnected");
    });

  return (
    <SettingCard icon="company" title={t("lime")}>
      <CurrentState kind={sandbox ? "sandbox" : undefined}>
        {sandbox ? t("usesSandbox") : t("usesLime", { host: lime === null ? "" : new URL(lime.url).host })}
      </CurrentState>
      <FieldRow>
        <TextField
          label={t("url")}
          type="url"
          placeholder="https://lime.example.com/our-crm"
          hint={t("urlHint")}
          invalid={action.problems.some(isAbout("/lime/url"))}
          value={url ?? lime?.url ?? ""}
          onInput={setUrl}
          onEnter={() => void connect()}
        />
        <TextField
          label={t("apiKey")}
          type="password"
          hint={lime === null ? t("apiKeyHint") : t("apiKeyKept", { mask: lime.apiKey })}
          invalid={action.problems.some(isAbout("/lime/apiKey"))}
          value={apiKey}
          onInput={setApiKey}
          onEnter={() => void connect()}
        />
      </FieldRow>
      <ButtonRow>
        <Button kind="primary" icon="save" aria-busy={action.isRunning} onClick={() => void connect()}>
          {t("update")}
        </Button>
        {lime !== null && (
          <Button icon="cancel" onClick={() => void disconnect()}>
            {t("disconnect")}
          </Button>
        )}
      </ButtonRow>
      <ActionResult action={action} />
      <div class={styles.sandbox}>
        <Switch
          label={t("sandbox")}
          hint={t("sandboxHint")}
          value={sandbox}
          onChange={(isOn) => void save({ sandbox: isOn }, () => () => t("saved"))}
        />
        {sandbox && (
          <ExternalLink url={new URL("sandbox/client/", document.baseURI).href}>{t("openSandbox")}</ExternalLink>
        )}
      </div>
    </SettingCard>
  );
}

function failureOf(problems: readonly SettingProblem[], error: unknown) {
  // A server that did not answer says nothing about Lime CRM.
  const code = error instanceof ApiError && error.status !== 0 ? TITLE_BY_CODE[error.code] : undefined;
  const about = problems.some(isAbout("/lime/url"))
    ? "wrongUrl"
    : problems.some(isAbout("/lime/apiKey"))
      ? "wrongKey"
      : "wrongOther";
  return { title: t(code ?? about), messages: problems.map(({ message }) => message) };
}
