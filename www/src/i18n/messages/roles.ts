import { messages } from "../catalogue.ts";

/** What an object is for. */
export const roles = messages({
  limeobject: {
    en: "Object in Lime CRM",
    de: "Objekt in Lime CRM",
    nl: "Object in Lime CRM",
    sv: "Objekt i Lime CRM",
  },
  ulconversation: {
    en: "Userlike conversation",
    de: "Userlike-Unterhaltung",
    nl: "Userlike-gesprek",
    sv: "Userlike-konversation",
  },
  history: { en: "History note", de: "Verlaufsnotiz", nl: "Historienotitie", sv: "Historikanteckning" },
  document: { en: "Document", de: "Dokument", nl: "Document", sv: "Dokument" },
  person: { en: "Person", de: "Person", nl: "Persoon", sv: "Person" },
  company: { en: "Company", de: "Firma", nl: "Bedrijf", sv: "Företag" },
  coworker: { en: "Coworker", de: "Mitarbeiter", nl: "Medewerker", sv: "Medarbetare" },
});
