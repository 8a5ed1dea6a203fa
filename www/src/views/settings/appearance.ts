import { chooseLanguage } from "../../i18n/choose-language.ts";
import { chosenLanguage, type Language, languages } from "../../i18n/language.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { element } from "../../platform/dom.ts";
import { chooseTheme, chosenTheme, type Theme, themes } from "../../platform/theme.ts";
import { card } from "./card.ts";

const THEME_TEXT = { system: "themeAuto", light: "themeLight", dark: "themeDark" } as const;

/** Language and theme, stored in the browser. */
export function appearanceCard(): HTMLElement {
  const language = selectField(
    t("language"),
    [["", t("languageAuto")], ...Object.entries(languages)],
    chosenLanguage() ?? "",
    (value) => {
      void chooseLanguage(value === "" ? undefined : (value as Language)).then(() =>
        // The view is recreated in the new language: restore the focus.
        requestAnimationFrame(() => document.querySelector<HTMLElement>("#setting-page select")?.focus()),
      );
    },
  );
  const theme = selectField(
    t("theme"),
    themes.map((theme) => [theme, t(THEME_TEXT[theme])]),
    chosenTheme(),
    (value) => chooseTheme(value as Theme),
  );
  return card("page", "language", t("page"), element("div", { class: "setting-fields" }, language, theme));
}

function selectField(
  label: string,
  options: readonly (readonly [string, string])[],
  value: string,
  choose: (value: string) => void,
): HTMLElement {
  const select = element(
    "select",
    { class: "field-control" },
    ...options.map(([value, text]) => element("option", { value }, text)),
  );
  select.value = value;
  select.addEventListener("change", () => choose(select.value));
  return element("label", { class: "field" }, element("span", { class: "field-label" }, label), select);
}
