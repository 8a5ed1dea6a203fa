/** Languages of the page, each by its own name. */
export const languages = { en: "English", de: "Deutsch", nl: "Nederlands", sv: "Svenska" } as const;

export type Language = keyof typeof languages;
