import { messages } from "../catalogue.ts";

export const settings = messages({
  title: { en: "Settings", de: "Einstellungen", nl: "Instellingen", sv: "Inställningar" },

  // Access to the worker
  access: { en: "Access", de: "Zugang", nl: "Toegang", sv: "Åtkomst" },
  accessText: {
    en: "The worker requires its admin token. The token is stored in this tab until you close it.",
    de: "Der Worker verlangt sein Admin-Token. Das Token bleibt in diesem Tab gespeichert, bis Sie ihn schließen.",
    nl: "De worker vereist het beheerderstoken. Het token blijft in dit tabblad opgeslagen tot u het sluit.",
    sv: "Workern kräver sin administrationstoken. Den sparas i den här fliken tills du stänger den.",
  },
  token: { en: "Admin token", de: "Admin-Token", nl: "Beheerderstoken", sv: "Administrationstoken" },
  tokenHint: {
    en: "The secret ADMIN_TOKEN of the worker; make preview prints it.",
    de: "Das Secret ADMIN_TOKEN des Workers; make preview gibt es aus.",
    nl: "Het secret ADMIN_TOKEN van de worker; make preview toont het.",
    sv: "Workerns hemlighet ADMIN_TOKEN; make preview skriver ut den.",
  },
  signIn: { en: "Use this token", de: "Dieses Token verwenden", nl: "Dit token gebruiken", sv: "Använd denna token" },
  signOut: { en: "Forget the token", de: "Token vergessen", nl: "Token vergeten", sv: "Glöm token" },
  signedIn: {
    en: "The worker accepts the token.",
    de: "Der Worker nimmt das Token an.",
    nl: "De worker accepteert het token.",
    sv: "Workern godtar token.",
  },
  checkingToken: { en: "Checking …", de: "Wird geprüft …", nl: "Wordt gecontroleerd …", sv: "Kontrollerar …" },
  tokenWrong: {
    en: "The worker does not accept this token. Copy it again, without spaces.",
    de: "Der Worker nimmt dieses Token nicht an. Kopieren Sie es noch einmal, ohne Leerzeichen.",
    nl: "De worker accepteert dit token niet. Kopieer het opnieuw, zonder spaties.",
    sv: "Workern godtar inte denna token. Kopiera den igen, utan blanksteg.",
  },
  static: {
    en: "This page is served without its worker: it previews and edits, but sends nothing, so there is nothing to connect to here.",
    de: "Diese Seite läuft ohne ihren Worker: Sie zeigt Vorschauen und bearbeitet, sendet aber nichts; hier gibt es also nichts zu verbinden.",
    nl: "Deze pagina draait zonder haar worker: ze toont voorbeelden en bewerkt, maar verzendt niets; er valt hier dus niets te verbinden.",
    sv: "Sidan körs utan sin worker: den förhandsvisar och redigerar men skickar inget, så här finns inget att ansluta till.",
  },
  readAgain: { en: "Try again", de: "Noch einmal versuchen", nl: "Opnieuw proberen", sv: "Försök igen" },
  loading: {
    en: "Reading the settings …",
    de: "Einstellungen werden gelesen …",
    nl: "Instellingen worden gelezen …",
    sv: "Läser inställningarna …",
  },

  // Lime CRM
  lime: { en: "Lime CRM", de: "Lime CRM", nl: "Lime CRM", sv: "Lime CRM" },
  url: { en: "Lime CRM URL", de: "Lime-CRM-URL", nl: "Lime CRM-URL", sv: "Lime CRM-URL" },
  urlHint: {
    en: "https://<server>/<application>",
    de: "https://<Server>/<Anwendung>",
    nl: "https://<server>/<applicatie>",
    sv: "https://<server>/<applikation>",
  },
  apiKey: { en: "API key", de: "API-Schlüssel", nl: "API-sleutel", sv: "API-nyckel" },
  apiKeyKept: {
    en: "A key is saved ({mask}). Leave this empty to keep it; the key itself is never shown.",
    de: "Ein Schlüssel ist gespeichert ({mask}). Leer lassen, um ihn zu behalten; der Schlüssel selbst wird nie gezeigt.",
    nl: "Er is een sleutel opgeslagen ({mask}). Laat dit leeg om hem te houden; de sleutel zelf wordt nooit getoond.",
    sv: "En nyckel är sparad ({mask}). Lämna tomt för att behålla den; själva nyckeln visas aldrig.",
  },
  apiKeyHint: {
    en: "From Lime Admin, with the permissions of a user who may write what is sent.",
    de: "Aus Lime Admin, mit den Rechten eines Benutzers, der schreiben darf, was gesendet wird.",
    nl: "Uit Lime Admin, met de rechten van een gebruiker die mag schrijven wat verzonden wordt.",
    sv: "Från Lime Admin, med behörigheten hos en användare som får skriva det som skickas.",
  },
  update: {
    en: "Update settings",
    de: "Einstellungen aktualisieren",
    nl: "Instellingen bijwerken",
    sv: "Uppdatera inställningar",
  },
  testing: {
    en: "Testing the connection …",
    de: "Die Verbindung wird getestet …",
    nl: "De verbinding wordt getest …",
    sv: "Testar anslutningen …",
  },
  saved: { en: "Saved.", de: "Gespeichert.", nl: "Opgeslagen.", sv: "Sparat." },
  connected: {
    en: "Lime CRM accepts the key. Saved.",
    de: "Lime CRM akzeptiert den Schlüssel. Gespeichert.",
    nl: "Lime CRM accepteert de sleutel. Opgeslagen.",
    sv: "Lime CRM godtar nyckeln. Sparat.",
  },
  disconnect: { en: "Disconnect", de: "Trennen", nl: "Verbinding verbreken", sv: "Koppla från" },
  disconnected: {
    en: "URL and key were removed; the sandbox is used.",
    de: "URL und Schlüssel wurden entfernt; die Sandbox wird verwendet.",
    nl: "URL en sleutel zijn verwijderd; de sandbox wordt gebruikt.",
    sv: "URL och nyckel togs bort; sandlådan används.",
  },
  sandbox: {
    en: "Send to the sandbox instead",
    de: "Stattdessen an die Sandbox senden",
    nl: "In plaats daarvan naar de sandbox verzenden",
    sv: "Skicka till sandlådan i stället",
  },
  sandboxHint: {
    en: "A Lime CRM for trying things out, inside the worker. Nothing reaches your own Lime CRM while this is on.",
    de: "Ein Lime CRM zum Ausprobieren, im Worker. Solange dies an ist, erreicht nichts Ihr eigenes Lime CRM.",
    nl: "Een Lime CRM om uit te proberen, in de worker. Zolang dit aan staat bereikt niets uw eigen Lime CRM.",
    sv: "Ett Lime CRM för att prova, inne i workern. Inget når ert eget Lime CRM så länge detta är på.",
  },
  openSandbox: { en: "Open the sandbox", de: "Sandbox öffnen", nl: "Sandbox openen", sv: "Öppna sandlådan" },
  usesSandbox: { en: "Sandbox", de: "Sandbox", nl: "Sandbox", sv: "Sandlåda" },
  usesLime: {
    en: "Connected to {host}",
    de: "Verbunden mit {host}",
    nl: "Verbonden met {host}",
    sv: "Ansluten till {host}",
  },

  // Connection errors
  wrongUrl: {
    en: "The URL is wrong",
    de: "Die URL ist falsch",
    nl: "De URL is onjuist",
    sv: "URL:en är fel",
  },
  wrongKey: {
    en: "The API key is not accepted",
    de: "Der API-Schlüssel wird nicht angenommen",
    nl: "De API-sleutel wordt niet geaccepteerd",
    sv: "API-nyckeln godtas inte",
  },
  wrongPermission: {
    en: "The API key lacks a permission",
    de: "Dem API-Schlüssel fehlt ein Recht",
    nl: "De API-sleutel mist een recht",
    sv: "API-nyckeln saknar en behörighet",
  },
  wrongLimit: {
    en: "Lime CRM’s rate limit is reached",
    de: "Die Anfragegrenze von Lime CRM ist erreicht",
    nl: "De verzoeklimiet van Lime CRM is bereikt",
    sv: "Lime CRM:s anropsgräns är nådd",
  },
  wrongAway: {
    en: "Lime CRM can't be reached",
    de: "Lime CRM ist nicht erreichbar",
    nl: "Lime CRM is niet bereikbaar",
    sv: "Lime CRM kan inte nås",
  },
  wrongOther: { en: "Not saved", de: "Nicht gespeichert", nl: "Niet opgeslagen", sv: "Inte sparat" },

  // Triggers
  triggers: {
    en: "Send automatically",
    de: "Automatisch senden",
    nl: "Automatisch verzenden",
    sv: "Skicka automatiskt",
  },
  triggersText: {
    en: "Callbacks of Userlike's API add-on that send their conversation. Its address is {url}.",
    de: "Callbacks des API-Add-ons von Userlike, die ihre Unterhaltung senden. Seine Adresse ist {url}.",
    nl: "Callbacks van de API-add-on van Userlike die hun gesprek verzenden. Het adres is {url}.",
    sv: "Återanrop från Userlikes API-tillägg som skickar sin konversation. Adressen är {url}.",
  },
  triggerLime: {
    en: "An operator types $lime",
    de: "Ein Operator schreibt $lime",
    nl: "Een operator typt $lime",
    sv: "En operatör skriver $lime",
  },
  triggerEnded: {
    en: "A conversation has ended",
    de: "Eine Unterhaltung ist beendet",
    nl: "Een gesprek is beëindigd",
    sv: "En konversation har avslutats",
  },
  triggerStart: { en: "A chat begins", de: "Ein Chat beginnt", nl: "Een chat begint", sv: "En chatt börjar" },
  triggerReceived: {
    en: "A message comes in",
    de: "Eine Nachricht kommt an",
    nl: "Er komt een bericht binnen",
    sv: "Ett meddelande kommer in",
  },
  triggerSent: {
    en: "A message is sent",
    de: "Eine Nachricht wird gesendet",
    nl: "Er wordt een bericht verzonden",
    sv: "Ett meddelande skickas",
  },
  triggerUnread: {
    en: "A message stays unread",
    de: "Eine Nachricht bleibt ungelesen",
    nl: "Een bericht blijft ongelezen",
    sv: "Ett meddelande förblir oläst",
  },
  triggerEnd: { en: "A chat ends", de: "Ein Chat endet", nl: "Een chat eindigt", sv: "En chatt slutar" },
  triggerForward: {
    en: "A chat is forwarded",
    de: "Ein Chat wird weitergeleitet",
    nl: "Een chat wordt doorgestuurd",
    sv: "En chatt vidarebefordras",
  },
  triggerRating: {
    en: "A contact rates",
    de: "Ein Kontakt bewertet",
    nl: "Een contact beoordeelt",
    sv: "En kontakt betygsätter",
  },
  triggerFeedback: {
    en: "A contact gives feedback",
    de: "Ein Kontakt gibt Feedback",
    nl: "Een contact geeft feedback",
    sv: "En kontakt ger återkoppling",
  },
  triggerSurvey: {
    en: "A contact answers a survey",
    de: "Ein Kontakt beantwortet eine Umfrage",
    nl: "Een contact beantwoordt een enquête",
    sv: "En kontakt svarar på en enkät",
  },
  triggerGoal: {
    en: "A goal is reached",
    de: "Ein Ziel wird erreicht",
    nl: "Een doel wordt bereikt",
    sv: "Ett mål nås",
  },

  // Add-on
  addon: { en: "Custom add-on", de: "Eigenes Add-on", nl: "Eigen add-on", sv: "Eget tillägg" },
  addonText: {
    en: "These websites may embed this page and send it a conversation. Enter {url} as the add-on's address in Userlike.",
    de: "Diese Websites dürfen diese Seite einbetten und ihr eine Unterhaltung schicken. Tragen Sie {url} in Userlike als Adresse des Add-ons ein.",
    nl: "Deze websites mogen deze pagina insluiten en er een gesprek naartoe sturen. Voer {url} in Userlike in als adres van de add-on.",
    sv: "Dessa webbplatser får bädda in sidan och skicka en konversation till den. Ange {url} som tilläggets adress i Userlike.",
  },
  origins: {
    en: "Allowed origins, one per line",
    de: "Erlaubte Ursprünge, einer je Zeile",
    nl: "Toegestane origins, één per regel",
    sv: "Tillåtna ursprung, ett per rad",
  },
  originsHint: {
    en: "For example https://userlike.com",
    de: "Zum Beispiel https://userlike.com",
    nl: "Bijvoorbeeld https://userlike.com",
    sv: "Till exempel https://userlike.com",
  },
  tryAddon: {
    en: "Try the add-on without Userlike",
    de: "Add-on ohne Userlike probieren",
    nl: "Add-on zonder Userlike proberen",
    sv: "Prova tillägget utan Userlike",
  },

  // Limetypes
  limetypes: { en: "Limetypes", de: "Limetypes", nl: "Limetypes", sv: "Limetypes" },
  limetypesText: {
    en: "Lime CRM’s limetypes and properties, against which previews are checked.",
    de: "Limetypes und Eigenschaften von Lime CRM, an denen Vorschauen geprüft werden.",
    nl: "Limetypes en eigenschappen van Lime CRM waaraan voorbeelden worden getoetst.",
    sv: "Lime CRM:s limetypes och egenskaper, som förhandsvisningar kontrolleras mot.",
  },
  limetypesExample: {
    en: "The built-in core types",
    de: "Die eingebauten Core-Typen",
    nl: "De ingebouwde core-typen",
    sv: "De inbyggda core-typerna",
  },
  limetypesFile: { en: "The file {name}", de: "Die Datei {name}", nl: "Het bestand {name}", sv: "Filen {name}" },
  limetypesFrom: {
    en: "From {source}, {time}",
    de: "Von {source}, {time}",
    nl: "Van {source}, {time}",
    sv: "Från {source}, {time}",
  },
  limetypesNone: {
    en: "None: nothing is checked",
    de: "Keine: nichts wird geprüft",
    nl: "Geen: er wordt niets getoetst",
    sv: "Inga: inget kontrolleras",
  },
  limetypesUnreadable: {
    en: "{name} is not JSON.",
    de: "{name} ist kein JSON.",
    nl: "{name} is geen JSON.",
    sv: "{name} är inte JSON.",
  },
  limetypesFresh: {
    en: "As they are in Lime CRM now.",
    de: "Wie sie jetzt in Lime CRM sind.",
    nl: "Zoals ze nu in Lime CRM zijn.",
    sv: "Som de är i Lime CRM nu.",
  },
  limetypesCount: { en: "{n} limetypes", de: "{n} Limetypes", nl: "{n} limetypes", sv: "{n} limetypes" },
  refresh: {
    en: "Refresh from Lime CRM",
    de: "Aus Lime CRM aktualisieren",
    nl: "Vernieuwen uit Lime CRM",
    sv: "Uppdatera från Lime CRM",
  },
  openLimetypes: { en: "Open a file", de: "Datei öffnen", nl: "Bestand openen", sv: "Öppna en fil" },
  useExample: {
    en: "Use the core types",
    de: "Core-Typen verwenden",
    nl: "Core-typen gebruiken",
    sv: "Använd core-typerna",
  },

  // Limits and media
  limits: { en: "Limits and files", de: "Grenzen und Dateien", nl: "Limieten en bestanden", sv: "Gränser och filer" },
  requests: {
    en: "Requests to Lime CRM",
    de: "Anfragen an Lime CRM",
    nl: "Verzoeken aan Lime CRM",
    sv: "Anrop till Lime CRM",
  },
  seconds: { en: "Within seconds", de: "Innerhalb von Sekunden", nl: "Binnen seconden", sv: "Inom sekunder" },
  limitHint: {
    en: "Lime CRM Cloud takes 3000 in 300 seconds.",
    de: "Lime CRM Cloud nimmt 3000 in 300 Sekunden an.",
    nl: "Lime CRM Cloud neemt er 3000 in 300 seconden aan.",
    sv: "Lime CRM Cloud tar emot 3000 på 300 sekunder.",
  },
  mediaHosts: {
    en: "Hosts that media files may come from, one per line",
    de: "Hosts, von denen Mediendateien kommen dürfen, einer je Zeile",
    nl: "Hosts waar mediabestanden vandaan mogen komen, één per regel",
    sv: "Värdar som mediefiler får komma från, en per rad",
  },
  save: { en: "Save", de: "Speichern", nl: "Opslaan", sv: "Spara" },

  // Appearance
  page: { en: "This page", de: "Diese Seite", nl: "Deze pagina", sv: "Den här sidan" },
  language: { en: "Language", de: "Sprache", nl: "Taal", sv: "Språk" },
  languageAuto: {
    en: "Browser language",
    de: "Sprache des Browsers",
    nl: "Taal van de browser",
    sv: "Webbläsarens språk",
  },
  theme: { en: "Appearance", de: "Darstellung", nl: "Weergave", sv: "Utseende" },
  themeAuto: { en: "System setting", de: "Systemeinstellung", nl: "Systeeminstelling", sv: "Systemets inställning" },
  themeLight: { en: "Light", de: "Hell", nl: "Licht", sv: "Ljust" },
  themeDark: { en: "Dark", de: "Dunkel", nl: "Donker", sv: "Mörkt" },
});
