import { messages } from "../catalogue.ts";

export const api = messages({
  unreachable: {
    en: "The worker can’t be reached. Check the connection, then try again.",
    de: "Der Worker ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.",
    nl: "De worker is niet bereikbaar. Controleer de verbinding en probeer het opnieuw.",
    sv: "Workern kan inte nås. Kontrollera anslutningen och försök igen.",
  },
  strange: {
    en: "The answer ({status}) did not come from the worker. Reload the page; if that does not help, see the worker’s log.",
    de: "Die Antwort ({status}) kam nicht vom Worker. Laden Sie die Seite neu; hilft das nicht, sehen Sie ins Log des Workers.",
    nl: "Het antwoord ({status}) kwam niet van de worker. Laad de pagina opnieuw; helpt dat niet, kijk dan in het log van de worker.",
    sv: "Svaret ({status}) kom inte från workern. Ladda om sidan; hjälper inte det, se workerns logg.",
  },
});
