import { useState } from "preact/hooks";
import { MAX_RATE, type Settings } from "../../../../contract/settings.ts";
import { Button } from "../../elements/button.tsx";
import { TextArea, TextField } from "../../elements/fields.tsx";
import { muted } from "../../elements/text.tsx";
import { settings as t } from "../../i18n/messages/settings.ts";
import { ActionResult, useAction } from "./action.tsx";
import { isAbout, lineMessage, linesOf } from "./problems.ts";
import { ButtonRow, FieldRow, SettingCard } from "./setting-card.tsx";
import type { SettingsStore } from "./settings-store.ts";

interface Draft {
  requests: string;
  seconds: string;
  hosts: string;
}

/** Rate limit for Lime CRM, and the servers that files may be fetched from. */
export function LimitsCard({ store, settings }: { store: SettingsStore; settings: Settings }) {
  const [edited, setEdited] = useState<Partial<Draft>>({});
  const action = useAction();
  const { rateLimit, mediaHosts } = settings;
  const draft: Draft = {
    requests: String(rateLimit.requests),
    seconds: String(rateLimit.seconds),
    hosts: mediaHosts.join("\n"),
    ...edited,
  };
  const edit = (change: Partial<Draft>) => setEdited({ ...edited, ...change });
  const lines = linesOf(draft.hosts);
  const save = () =>
    action.run(
      async (signal) => {
        const rateLimit = { requests: Number(draft.requests), seconds: Number(draft.seconds) };
        await store.save({ rateLimit, mediaHosts: lines }, signal);
        setEdited({});
        return () => t("saved");
      },
      {
        describe: (problems) => ({
          title: t("wrongOther"),
          messages: problems.map((problem) => lineMessage(problem, lines)),
        }),
      },
    );
  const isRateWrong = action.problems.some(isAbout("/rateLimit"));
  return (
    <SettingCard icon="attachment" title={t("limits")}>
      <p class={muted}>{t("limitHint")}</p>
      <FieldRow>
        <TextField
          label={t("requests")}
          type="number"
          invalid={isRateWrong && !isWhole(draft.requests, MAX_RATE.requests)}
          value={draft.requests}
          onInput={(requests) => edit({ requests })}
        />
        <TextField
          label={t("seconds")}
          type="number"
          invalid={isRateWrong && !isWhole(draft.seconds, MAX_RATE.seconds)}
          value={draft.seconds}
          onInput={(seconds) => edit({ seconds })}
        />
      </FieldRow>
      <TextArea
        label={t("mediaHosts")}
        rows={Math.max(4, lines.length + 1)}
        invalid={action.problems.some(isAbout("/mediaHosts"))}
        value={draft.hosts}
        onInput={(hosts) => edit({ hosts })}
      />
      <ButtonRow>
        <Button icon="save" aria-busy={action.isRunning} onClick={() => void save()}>
          {t("save")}
        </Button>
      </ButtonRow>
      <ActionResult action={action} />
    </SettingCard>
  );
}

/** Whether a text is a whole number from 1 to `max`. The server says once what is wrong with the two numbers of the rate. */
function isWhole(text: string, max: number): boolean {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= max;
}
