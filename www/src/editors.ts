// The left half: the three texts, one tab each.

import { type DocumentId, documents, type Place, placeOfProblem } from "./documents.ts";
import { Editor, type Trouble } from "./editor.ts";
import type { Outcome, Texts } from "./previewer.ts";
import { Tabs } from "./tabs.ts";

export class Editors {
  readonly #editors: Record<DocumentId, Editor>;
  readonly #tabs: Tabs<DocumentId>;

  constructor(host: HTMLElement, changed: () => void) {
    const made = documents.map((info) => ({ ...info, editor: new Editor(info, changed) }));
    this.#editors = Object.fromEntries(made.map(({ id, editor }) => [id, editor])) as Record<DocumentId, Editor>;
    this.#tabs = new Tabs(
      "Inputs",
      "payload",
      made.map(({ id, name, editor }) => ({ id, name, panel: editor.panel })),
    );
    host.append(this.#tabs.list, ...made.map(({ editor }) => editor.panel));
  }

  texts(): Texts {
    const { payload, config, limetypes } = this.#editors;
    return { payload: payload.text, config: config.text, limetypes: limetypes.text };
  }

  /** Opens a file as one of the texts, and shows that one. */
  open(id: DocumentId, file: File): void {
    this.#tabs.select(id);
    void this.#editors[id].open(file);
  }

  /** Says at each text what is wrong with it. */
  show(outcome: Outcome): void {
    const troubles = troublesOf(outcome);
    for (const { id } of documents) {
      const trouble = troubles.get(id);
      this.#editors[id].show(trouble);
      this.#tabs.flag(id, trouble && "has a problem");
    }
  }

  mark(places: readonly Place[]): void {
    for (const { id } of documents) this.#editors[id].mark(places.filter(({ document }) => document === id));
    this.#tabs.marked(new Set(places.map(({ document }) => document)));
  }

  goTo(place: Place): void {
    this.#tabs.select(place.document);
    this.#editors[place.document].goTo(place);
  }
}

/** The first thing that is wrong with each text. */
function troublesOf(outcome: Outcome): Map<DocumentId, Trouble> {
  const troubles = new Map<DocumentId, Trouble>();
  if (outcome.kind === "payload") {
    const { message, line, column, pointer } = outcome.error;
    troubles.set("payload", { message, place: { document: "payload", line, column, pointer } });
  } else if (outcome.kind === "config") {
    for (const problem of outcome.problems) {
      if (problem.severity === "error" && !troubles.has(problem.document)) {
        troubles.set(problem.document, { message: problem.message, place: placeOfProblem(problem) });
      }
    }
  }
  return troubles;
}
