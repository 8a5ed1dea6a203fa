import { messages } from "../catalogue.ts";

/** Userlike's statuses of a conversation. */
export const conversationStatus = messages({
  new: { en: "New", de: "Neu", nl: "Nieuw", sv: "Ny" },
  open: { en: "Open", de: "Offen", nl: "Open", sv: "Öppen" },
  pending: { en: "Pending", de: "Ausstehend", nl: "In afwachting", sv: "Väntande" },
  active: { en: "Active", de: "Aktiv", nl: "Actief", sv: "Aktiv" },
  closed: { en: "Closed", de: "Geschlossen", nl: "Gesloten", sv: "Stängd" },
  ended: { en: "Ended", de: "Beendet", nl: "Beëindigd", sv: "Avslutad" },
  archived: { en: "Archived", de: "Archiviert", nl: "Gearchiveerd", sv: "Arkiverad" },
});
