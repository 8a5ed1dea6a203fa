import { messages } from "../catalogue.ts";

export const earlierSends = messages({
  title: { en: "Sent earlier", de: "Früher gesendet", nl: "Eerder verzonden", sv: "Skickat tidigare" },
  unknown: {
    en: "What was sent earlier is not known: {reason}",
    de: "Was früher gesendet wurde, ist nicht bekannt: {reason}",
    nl: "Wat eerder verzonden is, is niet bekend: {reason}",
    sv: "Vad som skickats tidigare är inte känt: {reason}",
  },
  failed: {
    en: "Not sent. {reason}",
    de: "Nicht gesendet. {reason}",
    nl: "Niet verzonden. {reason}",
    sv: "Inte skickad. {reason}",
  },
  isSending: { en: "Being sent…", de: "Wird gesendet…", nl: "Wordt verzonden…", sv: "Skickas…" },
  isWaiting: {
    en: "Lime CRM was not available. It is tried again at {time}.",
    de: "Lime CRM war nicht verfügbar. Um {time} wird es noch einmal versucht.",
    nl: "Lime CRM was niet beschikbaar. Om {time} wordt het opnieuw geprobeerd.",
    sv: "Lime CRM var inte tillgängligt. Ett nytt försök görs {time}.",
  },
  all: { en: "Show all {n}", de: "Alle {n} anzeigen", nl: "Alle {n} tonen", sv: "Visa alla {n}" },
});
