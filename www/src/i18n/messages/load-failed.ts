import { messages } from "../catalogue.ts";

/** Messages of a page that could not be loaded. The build keeps all languages of this catalogue. */
export const loadFailed = messages({
  title: {
    en: "The page could not be started",
    de: "Die Seite konnte nicht gestartet werden",
    nl: "De pagina kon niet worden gestart",
    sv: "Sidan kunde inte startas",
  },
  text: {
    en: "Reload it. If that does not help, this browser may be too old, or something keeps it from running WebAssembly.",
    de: "Laden Sie sie neu. Hilft das nicht, ist dieser Browser vielleicht zu alt, oder etwas hindert ihn daran, WebAssembly auszuführen.",
    nl: "Laad hem opnieuw. Helpt dat niet, dan is deze browser misschien te oud, of iets verhindert dat hij WebAssembly uitvoert.",
    sv: "Ladda om den. Om det inte hjälper kan webbläsaren vara för gammal, eller så hindrar något den från att köra WebAssembly.",
  },
});
