// The language of the page: what was chosen in the settings, or else the first of the browser's that there are texts for.

import { storedValue } from "../platform/local-storage.ts";
import { Signal } from "../platform/signal.ts";

export const languages = { en: "English", de: "Deutsch", nl: "Nederlands", sv: "Svenska" } as const;

export type Language = keyof typeof languages;

const storedLanguage = storedValue("language", isLanguage);

/** The language that texts are in. Whoever shows texts makes them again when it changes. */
export const language = new Signal<Language>(storedLanguage.read() ?? browserLanguage());
document.documentElement.lang = language.value;

/** Chooses a language for good; undefined leaves it to the browser. */
export function chooseLanguage(chosen: Language | undefined): void {
  storedLanguage.write(chosen);
  document.documentElement.lang = chosen ?? browserLanguage();
  language.set(chosen ?? browserLanguage());
}

/** What was chosen; undefined when it is left to the browser. */
export function chosenLanguage(): Language | undefined {
  return storedLanguage.read();
}

/** For Intl: the browser's own locale where it is one of this language ("en-GB"), so that dates look as they do elsewhere. */
export function locale(): string {
  return navigator.languages.find((tag) => primarySubtag(tag) === language.value) ?? language.value;
}

function browserLanguage(): Language {
  return navigator.languages.map(primarySubtag).find(isLanguage) ?? "en";
}

function primarySubtag(tag: string): string {
  return tag.split("-", 1)[0]?.toLowerCase() ?? "";
}

function isLanguage(value: string): value is Language {
  return Object.hasOwn(languages, value);
}
