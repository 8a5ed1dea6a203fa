import { loadLanguage } from "./catalogue.ts";
import { type Language, language, storeLanguage } from "./language.ts";

/** Stores the user's choice of a language, and shows it once its messages are loaded. Undefined follows the browser. */
export async function chooseLanguage(chosen: Language | undefined): Promise<void> {
  const shown = storeLanguage(chosen);
  await loadLanguage(shown);
  language.value = shown;
}
