// Language of the page. Default: the first of the browser's languages that has a catalogue.

import { storedValue } from "../platform/local-storage.ts";
import { Signal } from "../platform/signal.ts";
import { type Language, languages } from "./languages.ts";

export { type Language, languages } from "./languages.ts";

const storedLanguage = storedValue("language", isLanguage);

/** Current language. Change it by `chooseLanguage`, which loads its messages before. */
export const language = new Signal<Language>(storedLanguage.read() ?? browserLanguage());

/** Stores the user's choice of a language; undefined follows the browser. Returns the language to show. */
export function storeLanguage(chosen: Language | undefined): Language {
  storedLanguage.write(chosen);
  return chosen ?? browserLanguage();
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
