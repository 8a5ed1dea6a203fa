// Texts in all languages, side by side: one that is missing is a type error.

import { type Language, language } from "./language.ts";

export type MessageTable = Record<string, Readonly<Record<Language, string>>>;

/** Says a text in the page's language, with `{name}` replaced by what is given under that name. */
export type Translate<Key extends string> = (key: Key, values?: Record<string, string | number>) => string;

/**
 * The texts of one area. Where `n` is given and is one, the text of `<key>.one` is said, if there is one:
 * `{ "found": { en: "{n} findings", … }, "found.one": { en: "One finding", … } }`.
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
