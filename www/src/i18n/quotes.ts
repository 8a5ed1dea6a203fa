// The quotation marks of each language.

import { type Language, language } from "./language.ts";

export const QUOTES: Readonly<Record<Language, readonly [open: string, close: string]>> = {
  en: ["“", "”"],
  de: ["„", "“"],
  nl: ["“", "”"],
  sv: ["”", "”"],
};

/** Puts a text in the quotation marks of the page's language. */
export function inQuotes(text: string): string {
  return QUOTES[language.value].join(text);
}

/** A text, or several, in the quotation marks of a program: `"a", "b"`. */
const QUOTED = /^"(?:[^"\\]|\\.)*"(?:, "(?:[^"\\]|\\.)*")*(?:, (?:\.\.\.|…))?$/s;

/** Returns texts that the package has quoted in the quotation marks of the page's language; other texts as they are. */
export function requoted(text: string): string {
  if (!QUOTED.test(text)) return text;
  return text.replace(/"((?:[^"\\]|\\.)*)"/gs, (_, inner: string) => inQuotes(inner.replace(/\\(["\\])/g, "$1")));
}
