// Message catalogues: all languages of a message side by side. A missing translation is a type error.

import { type Language, language } from "./language.ts";

export type MessageTable = Record<string, Readonly<Record<Language, string>>>;

/** Returns a message in the page's language, with `{name}` placeholders replaced by `values`. */
export type Translate<Key extends string> = (key: Key, values?: Record<string, string | number>) => string;

/**
 * Creates a catalogue. With `n` equal to 1 the message `<key>.one` is used where it exists: `{ "found": { en: "{n}
 * findings", … }, "found.one": { en: "One finding", … } }`.
 */
export function messages<const T extends MessageTable>(table: T): Translate<keyof T & string> & { readonly table: T } {
  const translate = (key: keyof T & string, values: Record<string, string | number> = {}): string => {
    const singular = values.n === 1 ? table[`${key}.one`] : undefined;
    const text = (singular ?? (table[key] as MessageTable[string]))[language.value];
    return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? formatValue(values[name] as string | number) : whole,
    );
  };
  return Object.assign(translate, { table });
}

function formatValue(value: string | number): string {
  return typeof value === "number" ? new Intl.NumberFormat(language.value).format(value) : value;
}
