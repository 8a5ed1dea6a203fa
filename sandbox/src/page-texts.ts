// Texts of the web client. Labels of limetypes and properties come from Lime CRM's metadata and stay as they are.

const texts = {
  en: {
    overview: "Overview",
    limetypes: "Limetypes",
    newest: "Newest",
    all: "Show all",
    none: "None yet.",
    noneHere: "None here.",
    created: "Created",
    changed: "Changed",
    details: "Details",
    newer: "Newer",
    older: "Older",
    more: "These are the newest; there are more.",
    yes: "Yes",
    no: "No",
    bytes: "bytes",
    sandbox: "Sandbox: for trying out, nothing here is real",
  },
  de: {
    overview: "Übersicht",
    limetypes: "Limetypes",
    newest: "Neueste",
    all: "Alle zeigen",
    none: "Noch keine.",
    noneHere: "Hier sind keine.",
    created: "Erstellt",
    changed: "Geändert",
    details: "Einzelheiten",
    newer: "Neuere",
    older: "Ältere",
    more: "Das sind die neuesten; es gibt weitere.",
    yes: "Ja",
    no: "Nein",
    bytes: "Byte",
    sandbox: "Sandbox: zum Ausprobieren, nichts hier ist echt",
  },
  nl: {
    overview: "Overzicht",
    limetypes: "Limetypes",
    newest: "Nieuwste",
    all: "Alles tonen",
    none: "Nog geen.",
    noneHere: "Hier zijn er geen.",
    created: "Gemaakt",
    changed: "Gewijzigd",
    details: "Gegevens",
    newer: "Nieuwere",
    older: "Oudere",
    more: "Dit zijn de nieuwste; er zijn er meer.",
    yes: "Ja",
    no: "Nee",
    bytes: "bytes",
    sandbox: "Sandbox: om uit te proberen, niets hier is echt",
  },
  sv: {
    overview: "Översikt",
    limetypes: "Limetyper",
    newest: "Senaste",
    all: "Visa alla",
    none: "Inga än.",
    noneHere: "Inga här.",
    created: "Skapad",
    changed: "Ändrad",
    details: "Uppgifter",
    newer: "Nyare",
    older: "Äldre",
    more: "Det här är de senaste; det finns fler.",
    yes: "Ja",
    no: "Nej",
    bytes: "byte",
    sandbox: "Sandlåda: för att prova, inget här är på riktigt",
  },
} as const;

export type PageLanguage = keyof typeof texts;
export type PageTexts = Readonly<Record<keyof (typeof texts)["en"], string>>;

/** Returns the first language that a browser accepts and the pages have. Default: English. */
export function acceptedLanguage(header: string | null | undefined): PageLanguage {
  const accepted = (header ?? "")
    .slice(0, 1000)
    .split(",")
    .map((entry, index) => {
      const [tag = "", ...parameters] = entry.trim().split(";");
      const weight = Number(parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean) ?? 1);
      return { language: tag.split("-", 1)[0]?.toLowerCase() ?? "", weight, index };
    })
    .filter(({ language, weight }) => Object.hasOwn(texts, language) && weight > 0)
    .sort((one, other) => other.weight - one.weight || one.index - other.index);
  return (accepted[0]?.language as PageLanguage | undefined) ?? "en";
}

export const textsIn = (language: PageLanguage): PageTexts => texts[language];
