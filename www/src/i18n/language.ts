// Language of the page. Default: the first of the browser's languages that has a catalogue.

import { storedValue } from "../platform/local-storage.ts";
import { Signal } from "../platform/signal.ts";

export const languages = { en: "English", de: "Deutsch", nl: "Nederlands", sv: "Svenska" } as const;

export type Language = keyof typeof languages;

const storedLanguage = storedValue("language", isLanguage);

/** Current language. Views are recreated when it changes. */
export const language = new Signal<Language>(storedLanguage.read() ?? browserLanguage());
document.documentElement.lang = language.value;

/** Stores the user's choice of a language; undefined follows the browser. */
export function chooseLanguage(chosen: Language | undefined): void {
  storedLanguage.write(chosen);
  document.documentElement.lang = chosen ?? browserLanguage();
  language.value = chosen ?? browserLanguage();
}

/** Returns the stored choice; undefined when the browser's language is used. */
export function chosenLanguage(): Language | undefined {
  return storedLanguage.read();
}

/** Returns the locale for Intl: the browser's own variant of the language ("en-GB") where it has one. */
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
