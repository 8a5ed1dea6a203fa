import { useState } from "preact/hooks";
import { type Settings, TRIGGERS, type Trigger } from "../../../../contract/settings.ts";
import { Button } from "../../elements/button.tsx";
import { CheckboxGroup } from "../../elements/fields.tsx";
import { settings as t } from "../../i18n/messages/settings.ts";
import { ActionResult, useAction } from "./action.tsx";
import { ButtonRow, SentenceWithAddress, SettingCard } from "./setting-card.tsx";
import type { SettingsStore } from "./settings-store.ts";

/** Message of each trigger. */
const LABELS = {
  $lime: "triggerLime",
  "conversation.ended": "triggerEnded",
  "chat_session.start": "triggerStart",
  "chat_session.message_received": "triggerReceived",
  "chat_session.message_sent": "triggerSent",
  "chat_session.unread": "triggerUnread",
  "chat_session.end": "triggerEnd",
  "chat_session.forward": "triggerForward",
  "chat_session.rating": "triggerRating",
  "chat_session.feedback": "triggerFeedback",
  "chat_session.survey": "triggerSurvey",
  "chat_session.goal": "triggerGoal",
} as const satisfies Record<Trigger, string>;

/** What is sent without anybody pressing a button. */
export function TriggersCard({ store, settings }: { store: SettingsStore; settings: Settings }) {
  const [edited, setEdited] = useState<string[] | null>(null);
  const action = useAction();
  const values = edited ?? settings.triggers;
  const save = () =>
    action.run(async (signal) => {
      await store.save({ triggers: TRIGGERS.filter((trigger) => values.includes(trigger)) }, signal);
      setEdited(null);
      return () => t("saved");
    });
  return (
    <SettingCard icon="bot" title={t("triggers")}>
      <SentenceWithAddress
        sentence={t("triggersText", { url: "{url}" })}
        address={new URL("webhooks/userlike", document.baseURI).href}
      />
      <CheckboxGroup
        label={t("triggersLabel")}
        values={values}
        options={TRIGGERS.map((trigger) => ({
          value: trigger,
          text: t(LABELS[trigger]),
          ...(trigger === "$lime" ? {} : { secondary: trigger }),
        }))}
        onChange={setEdited}
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
