// What each code of a finding means, as a short label. The finding's message has the particulars.

import type { FindingCode } from "userlike-limeobject";
import { type MessageTable, messages } from "../catalogue.ts";

export const findingLabels = messages({
  // The conversation
  "conversation-id-missing": {
    en: "The conversation has no id",
    de: "Die Unterhaltung hat keine ID",
    nl: "Het gesprek heeft geen id",
    sv: "Konversationen saknar id",
  },
  "payload-shape": {
    en: "Unexpected data from Userlike",
    de: "Unerwartete Daten von Userlike",
    nl: "Onverwachte gegevens van Userlike",
    sv: "Oväntade data från Userlike",
  },
  "values-skipped": {
    en: "Too many values in the conversation",
    de: "Zu viele Werte in der Unterhaltung",
    nl: "Te veel waarden in het gesprek",
    sv: "För många värden i konversationen",
  },
  "nothing-to-map": {
    en: "Not about a conversation",
    de: "Betrifft keine Unterhaltung",
    nl: "Gaat niet over een gesprek",
    sv: "Gäller ingen konversation",
  },
  "no-instance": {
    en: "The mapping does not take this conversation",
    de: "Die Zuordnung nimmt diese Unterhaltung nicht",
    nl: "De toewijzing neemt dit gesprek niet",
    sv: "Mappningen tar inte konversationen",
  },
  "several-topics": {
    en: "Topics that lead to different objects",
    de: "Themen, die zu verschiedenen Objekten führen",
    nl: "Onderwerpen die naar verschillende objecten leiden",
    sv: "Ämnen som leder till olika objekt",
  },
  "not-checked": {
    en: "Not checked against Lime CRM",
    de: "Nicht gegen Lime CRM geprüft",
    nl: "Niet met Lime CRM vergeleken",
    sv: "Inte kontrollerad mot Lime CRM",
  },

  // Values
  "value-missing": { en: "No value", de: "Kein Wert", nl: "Geen waarde", sv: "Inget värde" },
  "default-used": {
    en: "Default value used",
    de: "Standardwert verwendet",
    nl: "Standaardwaarde gebruikt",
    sv: "Standardvärde används",
  },
  "several-values": {
    en: "First of several values used",
    de: "Erster von mehreren Werten verwendet",
    nl: "Eerste van meerdere waarden gebruikt",
    sv: "Första av flera värden används",
  },
  "filled-by-lime-crm": {
    en: "Filled in by Lime CRM",
    de: "Von Lime CRM ausgefüllt",
    nl: "Ingevuld door Lime CRM",
    sv: "Fylls i av Lime CRM",
  },
  "required-missing": {
    en: "Required property without a value",
    de: "Pflichtfeld ohne Wert",
    nl: "Verplichte eigenschap zonder waarde",
    sv: "Obligatorisk egenskap utan värde",
  },
  "text-cut": { en: "Text truncated", de: "Text gekürzt", nl: "Tekst ingekort", sv: "Texten kortades" },
  "text-too-long": { en: "Value too long", de: "Wert zu lang", nl: "Waarde te lang", sv: "Värdet är för långt" },
  "text-cleaned": {
    en: "Characters replaced",
    de: "Zeichen ersetzt",
    nl: "Tekens vervangen",
    sv: "Tecken ersattes",
  },
  "value-converted": {
    en: "Value converted",
    de: "Wert umgewandelt",
    nl: "Waarde omgezet",
    sv: "Värdet omvandlades",
  },
  "wrong-type": {
    en: "Value does not fit the property",
    de: "Wert passt nicht zur Eigenschaft",
    nl: "Waarde past niet bij de eigenschap",
    sv: "Värdet passar inte egenskapen",
  },
  "integer-out-of-range": {
    en: "Integer too large",
    de: "Ganzzahl zu groß",
    nl: "Geheel getal te groot",
    sv: "För stort heltal",
  },
  "number-rounded": { en: "Number rounded", de: "Zahl gerundet", nl: "Getal afgerond", sv: "Talet avrundades" },
  "server-limit": {
    en: "Beyond a limit of the database",
    de: "Jenseits einer Grenze der Datenbank",
    nl: "Buiten een limiet van de database",
    sv: "Utanför en gräns i databasen",
  },
  "option-unknown": { en: "Unknown option", de: "Unbekannte Option", nl: "Onbekende optie", sv: "Okänt alternativ" },
  "option-by-text": {
    en: "Option found by its text",
    de: "Option über ihren Text gefunden",
    nl: "Optie gevonden aan de hand van de tekst",
    sv: "Alternativ hittat via sin text",
  },
  "option-inactive": {
    en: "Inactive option",
    de: "Inaktive Option",
    nl: "Inactieve optie",
    sv: "Inaktivt alternativ",
  },
  "not-allowed": {
    en: "No permission in Lime CRM",
    de: "Keine Berechtigung in Lime CRM",
    nl: "Geen rechten in Lime CRM",
    sv: "Behörighet saknas i Lime CRM",
  },
  "link-unsafe": { en: "Unsafe link", de: "Unsicherer Link", nl: "Onveilige link", sv: "Osäker länk" },

  // Lookups
  "rule-skipped": {
    en: "Lookup rule skipped",
    de: "Suchregel übersprungen",
    nl: "Zoekregel overgeslagen",
    sv: "Sökregel hoppades över",
  },
  "person-unknown": {
    en: "No person to look up",
    de: "Keine Person zu suchen",
    nl: "Geen persoon om te zoeken",
    sv: "Ingen person att söka",
  },

  // The history note and documents
  "no-transcript": { en: "No messages", de: "Keine Nachrichten", nl: "Geen berichten", sv: "Inga meddelanden" },
  "media-unusable": {
    en: "File that may not be fetched",
    de: "Datei, die nicht geholt werden darf",
    nl: "Bestand dat niet mag worden opgehaald",
    sv: "Fil som inte får hämtas",
  },
  "media-upgraded": {
    en: "File fetched over https",
    de: "Datei wird über https geholt",
    nl: "Bestand opgehaald via https",
    sv: "Filen hämtas via https",
  },
  "time-unreadable": {
    en: "Unreadable time",
    de: "Unlesbare Zeit",
    nl: "Onleesbare tijd",
    sv: "Oläslig tid",
  },
  "message-left-out": {
    en: "Left out of the history note",
    de: "Nicht in der Verlaufsnotiz",
    nl: "Weggelaten uit de historienotitie",
    sv: "Utelämnat ur historikanteckningen",
  },
  "message-twice": {
    en: "Duplicate message",
    de: "Doppelte Nachricht",
    nl: "Dubbel bericht",
    sv: "Dubblerat meddelande",
  },
  "sender-unknown": {
    en: "Sender unknown",
    de: "Absender unbekannt",
    nl: "Afzender onbekend",
    sv: "Okänd avsändare",
  },
  "data-replaced": {
    en: "Data or signature left out",
    de: "Daten oder Signatur weggelassen",
    nl: "Gegevens of handtekening weggelaten",
    sv: "Data eller signatur utelämnades",
  },

  // The delivery
  "not-found": {
    en: "Not found in Lime CRM",
    de: "In Lime CRM nicht gefunden",
    nl: "Niet gevonden in Lime CRM",
    sv: "Hittades inte i Lime CRM",
  },
  "several-found": {
    en: "Several objects found",
    de: "Mehrere Objekte gefunden",
    nl: "Meerdere objecten gevonden",
    sv: "Flera objekt hittades",
  },
  "created-twice": {
    en: "Created twice",
    de: "Zweimal angelegt",
    nl: "Twee keer aangemaakt",
    sv: "Skapad två gånger",
  },
  "duplicates-possible": {
    en: "A second object is possible",
    de: "Ein zweites Objekt ist möglich",
    nl: "Een tweede object is mogelijk",
    sv: "Ett andra objekt är möjligt",
  },
  "not-findable": {
    en: "Object is created at every send",
    de: "Objekt entsteht bei jedem Senden neu",
    nl: "Object ontstaat bij elke verzending opnieuw",
    sv: "Objektet skapas vid varje sändning",
  },
  reconnected: {
    en: "Connected to another one before",
    de: "Zuvor mit einem anderen verbunden",
    nl: "Eerder aan een ander gekoppeld",
    sv: "Tidigare kopplad till ett annat",
  },
  "note-unchanged": {
    en: "History note unchanged",
    de: "Verlaufsnotiz unverändert",
    nl: "Historienotitie ongewijzigd",
    sv: "Oförändrad historikanteckning",
  },
  "file-unavailable": {
    en: "File not available",
    de: "Datei nicht verfügbar",
    nl: "Bestand niet beschikbaar",
    sv: "Filen är inte tillgänglig",
  },
  "document-unmarked": {
    en: "File is imported at every send",
    de: "Datei wird bei jedem Senden importiert",
    nl: "Bestand wordt bij elke verzending geïmporteerd",
    sv: "Filen importeras vid varje sändning",
  },
  refused: {
    en: "Refused by Lime CRM",
    de: "Von Lime CRM abgelehnt",
    nl: "Geweigerd door Lime CRM",
    sv: "Nekades av Lime CRM",
  },
} satisfies MessageTable & Record<FindingCode, unknown>);
