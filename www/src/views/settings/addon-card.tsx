import { useState } from "preact/hooks";
import type { Settings } from "../../../../contract/settings.ts";
import { Button } from "../../elements/button.tsx";
import { ExternalLink } from "../../elements/external-link.tsx";
import { TextArea } from "../../elements/fields.tsx";
import { settings as t } from "../../i18n/messages/settings.ts";
import { ActionResult, useAction } from "./action.tsx";
import { isAbout, lineMessage, linesOf } from "./problems.ts";
import { ButtonRow, SentenceWithAddress, SettingCard } from "./setting-card.tsx";
import type { SettingsStore } from "./settings-store.ts";

/** Web sites that may show the page in a frame, as Userlike does with custom add-ons. */
export function AddonCard({ store, settings }: { store: SettingsStore; settings: Settings }) {
  const [edited, setEdited] = useState<string | null>(null);
  const action = useAction();
  const text = edited ?? settings.addonOrigins.join("\n");
  const lines = linesOf(text);
  const save = () =>
    action.run(
      async (signal) => {
        await store.save({ addonOrigins: lines }, signal);
        setEdited(null);
        return () => t("saved");
      },
      {
        describe: (problems) => ({
          title: t("wrongOther"),
          messages: problems.map((problem) => lineMessage(problem, lines)),
        }),
      },
    );
  return (
    <SettingCard icon="chat" title={t("addon")}>
      <SentenceWithAddress
        sentence={t("addonText", { url: "{url}" })}
        address={new URL("?addon", document.baseURI).href}
      />
      <TextArea
        label={t("origins")}
        hint={t("originsHint")}
        rows={Math.max(4, lines.length + 1)}
        invalid={action.problems.some(isAbout("/addonOrigins"))}
        value={text}
        onInput={setEdited}
      />
      <ButtonRow>
        <Button icon="save" aria-busy={action.isRunning} onClick={() => void save()}>
          {t("save")}
        </Button>
        <ExternalLink url={new URL("addon-host.html", document.baseURI).href}>{t("tryAddon")}</ExternalLink>
      </ButtonRow>
      <ActionResult action={action} />
    </SettingCard>
  );
}
