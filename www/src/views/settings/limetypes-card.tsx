import { useRef } from "preact/hooks";
import { limetypes } from "userlike-limeobject";
import { Button } from "../../elements/button.tsx";
import { muted } from "../../elements/text.tsx";
import { settings as t } from "../../i18n/messages/settings.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { examples } from "../../state/documents.ts";
import { useApp } from "../use-app.ts";
import { ActionResult, useAction } from "./action.tsx";
import { fetchedAt, loadLimetypes } from "./load-limetypes.ts";
import { ButtonRow, CurrentState, SettingCard } from "./setting-card.tsx";

/** Origin of the limetypes that previews are checked against. */
export function LimetypesCard() {
  const app = useApp();
  const { api, store } = app;
  const action = useAction();
  const picker = useRef<HTMLInputElement>(null);

  const open = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = "";
    if (file === undefined) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { limetypes: read, problems } = limetypes(bytes);
    if (read.length === 0 && problems.length > 0) {
      action.fail(() => ({
        title: t("limetypesUnreadable", { name: file.name }),
        messages: problems.map(problemText),
      }));
      return;
    }
    fetchedAt.value = null;
    store.limetypesSource.value = { from: "file", name: file.name };
    store.limetypes.value = new TextDecoder().decode(bytes);
    action.clear();
  };
  const useBuiltIn = () => {
    fetchedAt.value = null;
    store.limetypesSource.value = { from: "built-in" };
    store.limetypes.value = examples.limetypes;
    action.clear();
  };

  return (
    <SettingCard icon="list" title={t("limetypes")}>
      <p class={muted}>{t("limetypesText")}</p>
      <LimetypesSource />
      <ButtonRow>
        {api.status.value === "ready" && (
          <Button
            icon="refresh"
            aria-busy={action.isRunning}
            onClick={() =>
              void action.run(
                async (signal) => {
                  await loadLimetypes(app, true, signal);
                  return () => t("limetypesFresh");
                },
                { progress: () => t("refreshing") },
              )
            }
          >
            {t("refresh")}
          </Button>
        )}
        <Button icon="folder" onClick={() => picker.current?.click()}>
          {t("openLimetypes")}
        </Button>
        {store.limetypesSource.value.from !== "built-in" && (
          <Button icon="example" onClick={useBuiltIn}>
            {t("useExample")}
          </Button>
        )}
      </ButtonRow>
      <ActionResult action={action} />
      <input
        ref={picker}
        type="file"
        hidden
        accept=".json,application/json"
        onChange={(event) => void open(event.currentTarget)}
      />
    </SettingCard>
  );
}

function LimetypesSource() {
  const { store, format } = useApp();
  const { value } = store.limetypesSource;
  if (store.limetypes.value.trim() === "") return <CurrentState>{t("limetypesNone")}</CurrentState>;
  const from =
    value.from === "built-in"
      ? t("limetypesExample")
      : value.from === "file"
        ? t("limetypesFile", { name: value.name })
        : fetchedAt.value === null
          ? value.url
          : t("limetypesFrom", { source: value.url, time: format.dateTime(fetchedAt.value) });
  return (
    <CurrentState>
      {from} · {t("limetypesCount", { n: store.limetypeIndex.value.all.length })}
    </CurrentState>
  );
}
