// One of the three texts: its panel, with the textarea, what is wrong with it, and places marked in it.

import type { DocumentInfo, Place } from "./documents.ts";
import { element } from "./dom.ts";
import { readText } from "./files.ts";
import { Marks } from "./marks.ts";
import { locate, locateNearest, offsetAt, type Range } from "./pointer.ts";

export interface Trouble {
  message: string;
  place: Place;
}

export class Editor {
  readonly panel: HTMLElement;
  readonly #textarea: HTMLTextAreaElement;
  readonly #trouble: HTMLElement;
  readonly #marks: Marks;
  readonly #changed: () => void;

  constructor({ id, label, hint, example }: DocumentInfo, changed: () => void) {
    this.#changed = changed;
    const hintId = `${id}-hint`;
    const troubleId = `${id}-trouble`;
    this.#textarea = element("textarea", {
      id: `${id}-text`,
      wrap: "off",
      dir: "ltr",
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      autocorrect: "off",
      "aria-describedby": `${hintId} ${troubleId}`,
    });
    this.#textarea.value = example;
    this.#textarea.addEventListener("input", () => this.#edited());
    this.#marks = new Marks(this.#textarea);
    this.#trouble = element("div", { id: troubleId, class: "editor-trouble" });

    const file = element("input", { type: "file", class: "visually-hidden", accept: ".json,.txt,application/json" });
    file.addEventListener("change", () => {
      const chosen = file.files?.[0];
      if (chosen) void this.open(chosen);
      file.value = ""; // so that the same file can be opened again
    });
    const reset = element("button", { type: "button", class: "button" }, "Reset to example");
    reset.addEventListener("click", () => this.set(example));

    this.panel = element(
      "div",
      { id: `${id}-panel`, class: "editor", "data-document": id },
      element(
        "div",
        { class: "editor-head" },
        element("label", { for: `${id}-text` }, label),
        element("p", { id: hintId, class: "muted" }, hint),
        element("div", { class: "editor-actions" }, element("label", { class: "button" }, file, "Open file…"), reset),
      ),
      element("div", { class: "editor-text" }, this.#marks.layer, this.#textarea),
      this.#trouble,
    );
  }

  get text(): string {
    return this.#textarea.value;
  }

  set(text: string): void {
    this.#textarea.value = text;
    this.#textarea.setSelectionRange(0, 0);
    this.#textarea.scrollTo(0, 0);
    this.#edited();
  }

  /** Takes the text of a file, or says why it can't; then the text stays as it was. */
  async open(file: File): Promise<void> {
    try {
      this.set(await readText(file));
    } catch (error) {
      this.#trouble.replaceChildren(element("p", { class: "notice error", role: "alert" }, (error as Error).message));
    }
  }

  /** Says below the text what is wrong with it, with a button that puts the caret there; undefined takes it away. */
  show(trouble: Trouble | undefined): void {
    this.#textarea.setAttribute("aria-invalid", String(trouble !== undefined));
    this.#trouble.replaceChildren();
    if (!trouble) return;
    const { pointer, line, column } = trouble.place;
    const notice = element("div", { class: "notice error" }, element("p", { dir: "auto" }, trouble.message));
    if (line !== undefined || pointer !== undefined) {
      const where = line === undefined ? pointer || "the text" : `line ${line}, column ${column ?? 1}`;
      const go = element("button", { type: "button", class: "button" }, `Go to ${where}`);
      go.addEventListener("click", () => this.goTo(trouble.place));
      notice.append(go);
    }
    this.#trouble.append(notice);
  }

  /** Selects a place, or puts the caret where it should be, and brings it into view. */
  goTo(place: Place): void {
    const range = this.#find(place, locateNearest) ?? { start: 0, end: 0 };
    this.#marks.show([range]);
    this.#marks.reveal();
    this.#textarea.focus();
    this.#textarea.setSelectionRange(range.start, range.end, "backward");
  }

  /** Marks places without touching the caret, and brings the first of them into view. */
  mark(places: readonly Place[]): void {
    this.#marks.show(places.map((place) => this.#find(place, locate)).filter((range) => range !== undefined));
    this.#marks.reveal();
  }

  #find({ pointer, line, column }: Place, find: typeof locate): Range | undefined {
    if (line !== undefined) {
      const start = offsetAt(this.text, line, column ?? 1);
      return { start, end: start };
    }
    return pointer === undefined ? undefined : find(this.text, pointer);
  }

  #edited(): void {
    this.#marks.show([]);
    this.#changed();
  }
}
