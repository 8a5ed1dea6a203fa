import { useState } from "preact/hooks";
import { SelectField } from "../../elements/fields.tsx";
import { chooseLanguage } from "../../i18n/choose-language.ts";
import { chosenLanguage, type Language, languages } from "../../i18n/language.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { chooseTheme, chosenTheme, type Theme, themes } from "../../platform/theme.ts";
import { FieldRow, SettingCard } from "./setting-card.tsx";

const THEME_TEXT = { system: "themeAuto", light: "themeLight", dark: "themeDark" } as const;

/** Language and theme, stored in the browser. */
export function AppearanceCard() {
  const [theme, setTheme] = useState(chosenTheme());
  return (
    <SettingCard icon="language" title={t("page")}>
      <FieldRow>
        <SelectField
          label={t("language")}
          value={chosenLanguage() ?? ""}
          options={[
            { value: "", text: t("languageAuto") },
            ...Object.entries(languages).map(([value, text]) => ({ value, text })),
          ]}
          onChange={(value) => void chooseLanguage(value === "" ? undefined : (value as Language))}
        />
        <SelectField
          label={t("theme")}
          value={theme}
          options={themes.map((value) => ({ value, text: t(THEME_TEXT[value]) }))}
          onChange={(value) => {
            chooseTheme(value as Theme);
            setTheme(value as Theme);
          }}
        />
      </FieldRow>
    </SettingCard>
  );
}
