import { messages } from "../catalogue.ts";

export const addon = messages({
  title: { en: "Lime CRM", de: "Lime CRM", nl: "Lime CRM", sv: "Lime CRM" },
  waiting: {
    en: "Waiting for the Message Center …",
    de: "Warten auf das Message Center …",
    nl: "Wachten op het berichtencentrum …",
    sv: "Väntar på meddelandecentret …",
  },
  waitingText: {
    en: "No message has arrived yet. Is this page's add-on open beside a conversation in Userlike, and is Userlike's address among the allowed origins in the settings?",
    de: "Noch ist nichts angekommen. Ist das Add-on in Userlike neben einer Unterhaltung offen, und steht die Adresse von Userlike in den Einstellungen bei den erlaubten Ursprüngen?",
    nl: "Er is nog niets gekomen. Is de add-on in Userlike naast een gesprek geopend, en staat het adres van Userlike in de instellingen bij de toegestane origins?",
    sv: "Inget har kommit ännu. Är tillägget öppet bredvid en konversation i Userlike, och finns Userlikes adress bland de tillåtna ursprungen i inställningarna?",
  },
  alone: {
    en: "This is the add-on for Userlike's Message Center; it needs to be shown by it.",
    de: "Dies ist das Add-on für das Message Center von Userlike; es muss dort gezeigt werden.",
    nl: "Dit is de add-on voor het berichtencentrum van Userlike; hij moet daar worden getoond.",
    sv: "Detta är tillägget för Userlikes meddelandecenter; det ska visas där.",
  },
  openPage: { en: "Open the whole page", de: "Ganze Seite öffnen", nl: "Hele pagina openen", sv: "Öppna hela sidan" },
  missingConversation: {
    en: "The conversation's information has not arrived yet.",
    de: "Die Angaben zur Unterhaltung fehlen noch.",
    nl: "De gegevens van het gesprek zijn er nog niet.",
    sv: "Uppgifterna om konversationen har inte kommit ännu.",
  },
  missingTranscript: {
    en: "The transcript has not arrived yet.",
    de: "Das Transkript fehlt noch.",
    nl: "Het transcript is er nog niet.",
    sv: "Transkriptionen har inte kommit ännu.",
  },
  partial: {
    en: "The transcript here has only the messages that you can see. When you send, messages that are already stored are added.",
    de: "Das Transkript enthält hier nur die Nachrichten, die Sie sehen können. Beim Senden kommen bereits gespeicherte Nachrichten hinzu.",
    nl: "Het transcript bevat hier alleen de berichten die u kunt zien. Bij het verzenden worden al opgeslagen berichten toegevoegd.",
    sv: "Transkriptionen innehåller här bara de meddelanden som du kan se. När du skickar läggs redan sparade meddelanden till.",
  },
  operator: { en: "Operator: {name}", de: "Operator: {name}", nl: "Operator: {name}", sv: "Operatör: {name}" },
  sent: {
    en: "Sent to Lime CRM: {url}",
    de: "An Lime CRM gesendet: {url}",
    nl: "Verzonden naar Lime CRM: {url}",
    sv: "Skickad till Lime CRM: {url}",
  },
  notSent: {
    en: "Not sent to Lime CRM: {message}",
    de: "Nicht an Lime CRM gesendet: {message}",
    nl: "Niet verzonden naar Lime CRM: {message}",
    sv: "Inte skickad till Lime CRM: {message}",
  },
});
