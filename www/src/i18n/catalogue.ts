// Message catalogues. In the sources all languages of a message stand side by side, so a missing translation is a type
// error; the build takes them apart, so the page loads one language only (see build/messages.ts).

import { computed } from "../platform/signal.ts";
import { type Language, language } from "./language.ts";

export type MessageTable = Record<string, Readonly<Record<Language, string>>>;

/** Messages of one language. */
export type Texts = Readonly<Record<string, string>>;

/** Returns a message in the page's language, with `{name}` placeholders replaced by `values`. */
export interface Translate<Key extends string> {
  (key: Key, values?: Record<string, string | number>): string;
  /** Returns whether the catalogue has a message. */
  has(key: string): key is Key;
  /** Returns all messages in the page's language. */
  texts(): Texts;
}

/** Loads the messages of the catalogues that were taken apart; see `loadLanguage`. */
const loaders: ((language: Language) => Promise<void>)[] = [];

/**
 * Creates a catalogue. With `n` equal to 1 the message `<key>.one` is used where it exists: `{ "found": { en: "{n}
 * findings", … }, "found.one": { en: "One finding", … } }`.
 */
export function messages<const T extends MessageTable>(table: T): Translate<keyof T & string> {
  // The tests compare the languages of the table.
  return Object.assign(
    translator(() => textsOf(table)),
    { table },
  );
}

function textsOf(table: MessageTable): Texts {
  return Object.fromEntries(Object.entries(table).map(([key, texts]) => [key, texts[language.value]]));
}

/** Creates a catalogue whose messages are loaded for the page's language. The build calls it in place of `messages`. */
export async function loadMessages(load: (language: Language) => Promise<Texts>): Promise<Translate<string>> {
  const loaded: Partial<Record<Language, Texts>> = {};
  const loader = async (language: Language) => {
    loaded[language] ??= await load(language);
  };
  loaders.push(loader);
  await loader(language.value);
  return translator(() => loaded[language.value] ?? {});
}

/** Loads the messages of a language in all catalogues. Call it before the page's language changes. */
export async function loadLanguage(language: Language): Promise<void> {
  await Promise.all(loaders.map((load) => load(language)));
}

function translator(texts: () => Texts): Translate<string> {
  const translate = (key: string, values: Record<string, string | number> = {}) => {
    const messages = texts();
    const text = (values.n === 1 ? messages[`${key}.one`] : undefined) ?? messages[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? formatValue(values[name] as string | number) : whole,
    );
  };
  return Object.assign(translate, { texts, has: (key: string): key is string => Object.hasOwn(texts(), key) });
}

/** Creating a formatter takes many times as long as using it. */
const numbers = computed(() => new Intl.NumberFormat(language.value));

function formatValue(value: string | number): string {
  return typeof value === "number" ? numbers.value.format(value) : value;
}
