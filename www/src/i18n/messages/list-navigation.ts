import { messages } from "../catalogue.ts";

export const listNavigation = messages({
  label: {
    en: "Conversations of the list",
    de: "Unterhaltungen der Liste",
    nl: "Gesprekken van de lijst",
    sv: "Listans konversationer",
  },
  back: { en: "Back to the list", de: "Zurück zur Liste", nl: "Terug naar de lijst", sv: "Tillbaka till listan" },
  position: { en: "{n} of {total}", de: "{n} von {total}", nl: "{n} van {total}", sv: "{n} av {total}" },
  previous: { en: "Previous", de: "Vorige", nl: "Vorige", sv: "Föregående" },
  next: { en: "Next", de: "Nächste", nl: "Volgende", sv: "Nästa" },
});
