import { messages } from "../catalogue.ts";

export const api = messages({
  unreachable: {
    en: "The server can’t be reached. Check your internet connection, then try again.",
    de: "Der Server ist nicht erreichbar. Prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal.",
    nl: "De server is niet bereikbaar. Controleer uw internetverbinding en probeer het opnieuw.",
    sv: "Servern kan inte nås. Kontrollera internetanslutningen och försök igen.",
  },
  noAnswer: {
    en: "The server did not answer within {n} seconds. Try again in a moment.",
    de: "Der Server hat nicht innerhalb von {n} Sekunden geantwortet. Versuchen Sie es gleich noch einmal.",
    nl: "De server heeft niet binnen {n} seconden geantwoord. Probeer het zo meteen opnieuw.",
    sv: "Servern svarade inte inom {n} sekunder. Försök igen om en stund.",
  },
  strange: {
    en: "Something in front of the server answered instead of it (status {status}). Reload the page; if that does not help, report this to whoever runs the server.",
    de: "Statt des Servers hat etwas davor geantwortet (Status {status}). Laden Sie die Seite neu; hilft das nicht, melden Sie es dem, der den Server betreibt.",
    nl: "In plaats van de server antwoordde iets ervoor (status {status}). Laad de pagina opnieuw; helpt dat niet, meld dit dan aan wie de server beheert.",
    sv: "Något framför servern svarade i stället för den (status {status}). Ladda om sidan; hjälper inte det, rapportera det till den som driver servern.",
  },
});
