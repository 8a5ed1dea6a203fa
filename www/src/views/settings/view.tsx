import { useEffect } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { Notice } from "../../elements/notice.tsx";
import { settings as t } from "../../i18n/messages/settings.ts";
import { useApp } from "../use-app.ts";
import type { CreateView } from "../view.ts";
import { AccessCard } from "./access-card.tsx";
import { ActionResult, useAction } from "./action.tsx";
import { AddonCard } from "./addon-card.tsx";
import { AppearanceCard } from "./appearance-card.tsx";
import { LimeCrmCard } from "./lime-crm-card.tsx";
import { LimetypesCard } from "./limetypes-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { OperatorsCard } from "./operators-card.tsx";
import { SettingsStore } from "./settings-store.ts";
import { TriggersCard } from "./triggers-card.tsx";
import styles from "./view.module.css";

export const view: CreateView = ({ api }) => {
  const store = new SettingsStore(api);
  return { content: <SettingsView store={store} />, title: () => t("title") };
};

function SettingsView({ store }: { store: SettingsStore }) {
  const { api } = useApp();
  const status = api.status.value;
  const isAdministrator = api.session.value?.role === "administrator";
  const settings = isAdministrator ? store.settings.value : null;
  return (
    <div class={styles.settings}>
      <h1>{t("title")}</h1>
      {status === "static" && <Notice>{t("static")}</Notice>}
      {status === "unreachable" && <Unreachable />}
      {isAdministrator && settings === null && <Loading store={store} />}
      <div class={styles.columns}>
        <div class={styles.column}>
          {settings && <LimeCrmCard store={store} settings={settings} />}
          {(status === "locked" || status === "ready") && <AccessCard />}
          {settings && <OperatorsCard store={store} />}
          {api.session.value?.role !== "operator" && <LimetypesCard />}
          <AppearanceCard />
        </div>
        {settings && (
          <div class={styles.column}>
            <TriggersCard store={store} settings={settings} />
            <AddonCard store={store} settings={settings} />
            <LimitsCard store={store} settings={settings} />
          </div>
        )}
      </div>
    </div>
  );
}

function Unreachable() {
  const { api } = useApp();
  return (
    <div class={styles.state}>
      <Notice kind="warning" role="status">
        {t("unreachable")}
      </Notice>
      <Button icon="refresh" onClick={() => void api.check()}>
        {t("readAgain")}
      </Button>
    </div>
  );
}

/** Reads the settings, and says why that failed. */
function Loading({ store }: { store: SettingsStore }) {
  const action = useAction();
  const load = () =>
    action.run(
      async (signal) => {
        await store.load(signal);
        return () => "";
      },
      {
        progress: () => t("loading"),
        describe: (problems) => ({ title: t("notRead"), messages: problems.map(({ message }) => message) }),
      },
    );
  useEffect(() => {
    void load();
    return action.cancel;
  }, []);
  return (
    <div class={styles.state}>
      <ActionResult action={action} />
      {action.state.is === "failed" && (
        <Button icon="refresh" onClick={() => void load()}>
          {t("readAgain")}
        </Button>
      )}
    </div>
  );
}
