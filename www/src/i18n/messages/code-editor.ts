import { messages } from "../catalogue.ts";

/** CodeMirror's phrases, keyed by the English phrase. */
export const codeEditor = messages({
  Find: { en: "Find", de: "Suchen", nl: "Zoeken", sv: "Sök" },
  Replace: { en: "Replace", de: "Ersetzen", nl: "Vervangen", sv: "Ersätt" },
  next: { en: "next", de: "weiter", nl: "volgende", sv: "nästa" },
  previous: { en: "previous", de: "zurück", nl: "vorige", sv: "föregående" },
  all: { en: "all", de: "alle", nl: "alle", sv: "alla" },
  "match case": { en: "match case", de: "Groß/klein", nl: "hoofdlettergevoelig", sv: "skiftlägeskänslig" },
  regexp: { en: "regexp", de: "Regulärer Ausdruck", nl: "reguliere expressie", sv: "reguljärt uttryck" },
  "by word": { en: "by word", de: "ganzes Wort", nl: "heel woord", sv: "hela ord" },
  replace: { en: "replace", de: "ersetzen", nl: "vervangen", sv: "ersätt" },
  "replace all": { en: "replace all", de: "alle ersetzen", nl: "alles vervangen", sv: "ersätt alla" },
  close: { en: "close", de: "schließen", nl: "sluiten", sv: "stäng" },
  "current match": { en: "current match", de: "aktueller Treffer", nl: "huidige treffer", sv: "aktuell träff" },
  "on line": { en: "on line", de: "in Zeile", nl: "op regel", sv: "på rad" },
  "Fold line": { en: "Fold line", de: "Zeile einklappen", nl: "Regel inklappen", sv: "Fäll ihop rad" },
  "Unfold line": { en: "Unfold line", de: "Zeile ausklappen", nl: "Regel uitklappen", sv: "Fäll ut rad" },
  "folded code": { en: "folded code", de: "eingeklappter Text", nl: "ingeklapte tekst", sv: "ihopfälld text" },
  unfold: { en: "unfold", de: "ausklappen", nl: "uitklappen", sv: "fäll ut" },
  Completions: { en: "Completions", de: "Vorschläge", nl: "Suggesties", sv: "Förslag" },
  Diagnostics: { en: "Diagnostics", de: "Probleme", nl: "Problemen", sv: "Problem" },
  "No diagnostics": { en: "No diagnostics", de: "Keine Probleme", nl: "Geen problemen", sv: "Inga problem" },
});
