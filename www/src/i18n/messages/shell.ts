import { messages } from "../catalogue.ts";

export const shell = messages({
  product: {
    en: "Userlike → Lime CRM",
    de: "Userlike → Lime CRM",
    nl: "Userlike → Lime CRM",
    sv: "Userlike → Lime CRM",
  },
  close: { en: "Close", de: "Schließen", nl: "Sluiten", sv: "Stäng" },
  views: { en: "Views", de: "Ansichten", nl: "Weergaven", sv: "Vyer" },
  skip: { en: "Skip to the content", de: "Zum Inhalt springen", nl: "Naar de inhoud", sv: "Hoppa till innehållet" },
  conversation: { en: "Conversation", de: "Unterhaltung", nl: "Gesprek", sv: "Konversation" },
  conversations: {
    en: "All conversations",
    de: "Alle Unterhaltungen",
    nl: "Alle gesprekken",
    sv: "Alla konversationer",
  },
  mapping: { en: "Mapping", de: "Zuordnung", nl: "Mapping", sv: "Mappning" },
  settings: { en: "Settings", de: "Einstellungen", nl: "Instellingen", sv: "Inställningar" },
  checking: { en: "Connecting…", de: "Verbinden…", nl: "Verbinden…", sv: "Ansluter…" },
  static: { en: "Preview only", de: "Nur Vorschau", nl: "Alleen voorbeeld", sv: "Endast förhandsvisning" },
  staticHelp: {
    en: "This page is served without the worker: everything but sending works, and nothing leaves this browser.",
    de: "Diese Seite läuft ohne den Worker: Alles außer dem Senden geht, und nichts verlässt diesen Browser.",
    nl: "Deze pagina draait zonder de worker: alles behalve verzenden werkt, en niets verlaat deze browser.",
    sv: "Sidan körs utan workern: allt utom att skicka fungerar, och inget lämnar webbläsaren.",
  },
  locked: { en: "Locked", de: "Gesperrt", nl: "Vergrendeld", sv: "Låst" },
  lockedHelp: {
    en: "The worker needs its admin token. Enter it in the settings.",
    de: "Der Worker braucht sein Admin-Token. Geben Sie es in den Einstellungen ein.",
    nl: "De worker heeft zijn beheerderstoken nodig. Voer het in bij de instellingen.",
    sv: "Workern behöver sitt administratörstoken. Ange det i inställningarna.",
  },
  sandbox: { en: "Sandbox", de: "Sandbox", nl: "Sandbox", sv: "Sandlåda" },
  sandboxHelp: {
    en: "Conversations are sent to the sandbox Lime CRM.",
    de: "Unterhaltungen gehen an das Sandbox-Lime-CRM.",
    nl: "Gesprekken gaan naar het sandbox-Lime-CRM.",
    sv: "Konversationer skickas till sandlådans Lime CRM.",
  },
  ready: { en: "Connected", de: "Verbunden", nl: "Verbonden", sv: "Ansluten" },
  readyHelp: {
    en: "Conversations are sent to {url}.",
    de: "Unterhaltungen gehen an {url}.",
    nl: "Gesprekken gaan naar {url}.",
    sv: "Konversationer skickas till {url}.",
  },
  viewFailed: {
    en: "This view could not be shown",
    de: "Diese Ansicht konnte nicht gezeigt werden",
    nl: "Deze weergave kon niet worden getoond",
    sv: "Vyn kunde inte visas",
  },
  viewFailedText: {
    en: "Reload the page. If that does not help, this is what to report:",
    de: "Laden Sie die Seite neu. Hilft das nicht, melden Sie bitte dies:",
    nl: "Laad de pagina opnieuw. Helpt dat niet, meld dan dit:",
    sv: "Ladda om sidan. Om det inte hjälper, rapportera detta:",
  },
});
