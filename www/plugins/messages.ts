// Takes the message catalogues apart, so that the page loads the messages of one language only. `messages/shell.ts` exports
// `messages({ close: { en: "Close", de: "Schließen", … }, … })`; here it becomes a module that loads `{ close: "Close", … }`
// of the page's language. The catalogues of the first view share a file for each language, the others have one each.

import { basename, dirname, join } from "node:path";
import { type Plugin, runnerImport } from "vite";
import type { MessageTable, Texts } from "../src/i18n/catalogue.ts";
import { type Language, languages } from "../src/i18n/languages.ts";

const FOLDER = join(import.meta.dirname, "../src/i18n/messages");

/** Catalogues of the first view: loaded together. */
const FIRST_VIEW = [
  "api",
  "clause-texts",
  "code-editor",
  "conversation",
  "conversation-status",
  "error-texts",
  "finding-help",
  "finding-labels",
  "finding-texts",
  "list-navigation",
  "preview",
  "problem-texts",
  "roles",
  "shell",
];

/** Catalogues that are needed when loading fails. */
const WHOLE = ["load-failed"];

const PREFIX = "\0messages/";

interface Catalogue {
  /** Name of the export. */
  name: string;
  table: MessageTable;
}

/** Imports a catalogue with all its languages. */
async function importCatalogue(area: string): Promise<Catalogue> {
  const { module } = await runnerImport<Record<string, unknown>>(join(FOLDER, `${area}.ts`), {
    configFile: false,
    logLevel: "error",
    plugins: [
      {
        name: "tables-only",
        enforce: "pre",
        resolveId: (id) => (id.endsWith("/catalogue.ts") ? "\0tables-only" : undefined),
        load: (id) => (id === "\0tables-only" ? "export const messages = (table) => table;" : undefined),
      },
    ],
  });
  const [[name, table] = ["", {}], ...others] = Object.entries(module);
  if (name === "" || others.length > 0)
    throw new Error(`messages/${area}.ts must export one catalogue, and nothing else`);
  return { name, table: table as MessageTable };
}

function textsOf(table: MessageTable, language: Language): Texts {
  return Object.fromEntries(Object.entries(table).map(([key, texts]) => [key, texts[language]]));
}

export function messages(): Plugin {
  /** Each is imported once, for its module and for its languages. */
  const catalogues = new Map<string, Promise<Catalogue>>();
  const readCatalogue = (area: string): Promise<Catalogue> => {
    const known = catalogues.get(area) ?? importCatalogue(area);
    catalogues.set(area, known);
    return known;
  };
  return {
    name: "messages",
    enforce: "pre",
    watchChange: () => catalogues.clear(),
    resolveId: (id) => (id.startsWith("virtual:messages/") ? id.replace("virtual:messages/", PREFIX) : undefined),
    async load(id) {
      if (id.startsWith(PREFIX)) {
        // "\0messages/first-view/de" or "\0messages/mapping/de"
        const [group, language] = id.slice(PREFIX.length).split("/") as [string, Language];
        const areas = group === "first-view" ? FIRST_VIEW : [group];
        const texts = await Promise.all(
          areas.map(async (area) => [area, textsOf((await readCatalogue(area)).table, language)]),
        );
        return `export default ${JSON.stringify(Object.fromEntries(texts))};`;
      }
      const area = basename(id, ".ts");
      if (dirname(id) !== FOLDER || WHOLE.includes(area)) return undefined;
      this.addWatchFile(id);
      const { name } = await readCatalogue(area);
      const group = FIRST_VIEW.includes(area) ? "first-view" : area;
      const loaders = Object.keys(languages).map(
        (language) => `  ${language}: () => import("virtual:messages/${group}/${language}"),`,
      );
      return [
        `import { loadMessages } from "../catalogue.ts";`,
        `const languages = {`,
        ...loaders,
        `};`,
        `export const ${name} = await loadMessages(async (language) => (await languages[language]()).default[${JSON.stringify(area)}]);`,
      ].join("\n");
    },
  };
}
