// CodeMirror editor for a JSON document with highlighted ranges. Loaded on first use.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField, Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap } from "@codemirror/view";
import { getLocation } from "jsonc-parser";
import { type JsonEditorTexts, jsonExtensions, setTexts } from "../../../elements/json-extensions.ts";
import { toPointer } from "../../../platform/json-pointer.ts";
import type { OffsetRange } from "../../../state/location-range.ts";

export interface DocumentEditorOptions extends JsonEditorTexts {
  readOnly: boolean;
  changed(text: string): void;
  /** Called with the JSON pointer of the value under the mouse or the caret; undefined when there is none. */
  hovered(pointer: string | undefined): void;
}

const setHighlights = StateEffect.define<readonly OffsetRange[]>();

const highlights = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (current, { effects, changes }) => {
    const set = effects.find((effect) => effect.is(setHighlights));
    if (set === undefined) return current.map(changes);
    const ranges = (set.value as readonly OffsetRange[]).filter(({ start, end }) => end > start);
    return Decoration.set(
      ranges.map(({ start, end }) => Decoration.mark({ tagName: "mark", class: "cm-place" }).range(start, end)),
      true,
    );
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Maximum document length for lookups on mouse move, in UTF-16 units: a lookup parses the text before the mouse. */
const MAX_HOVER_LENGTH = 500_000;

export class DocumentEditor {
  readonly #view: EditorView;

  constructor(options: DocumentEditorOptions, text: string) {
    this.#view = new EditorView({
      state: EditorState.create({
        doc: text,
        extensions: [
          jsonExtensions(options),
          EditorState.readOnly.of(options.readOnly),
          history(),
          highlights,
          keymap.of([...searchKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            const isRemote = update.transactions.some((transaction) => transaction.annotation(Transaction.remote));
            if (update.docChanged && !isRemote) options.changed(update.state.doc.toString());
            if (update.selectionSet && update.view.hasFocus && !isRemote) {
              options.hovered(pointerAt(update.state.doc.toString(), update.state.selection.main.head));
            }
          }),
          EditorView.domEventHandlers({
            mousemove: (event, view) => {
              if (view.state.doc.length > MAX_HOVER_LENGTH) return;
              const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
              options.hovered(position === null ? undefined : pointerAt(view.state.doc.toString(), position));
            },
            mouseleave: () => options.hovered(undefined),
            blur: () => options.hovered(undefined),
          }),
        ],
      }),
    });
  }

  get element(): HTMLElement {
    return this.#view.dom;
  }

  /** Replaces the text after a change outside the editor. */
  show(text: string): void {
    const { doc } = this.#view.state;
    if (doc.toString() === text) return;
    this.#view.dispatch({
      changes: { from: 0, to: doc.length, insert: text },
      annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(true)],
    });
  }

  /** Shows the texts of another language. */
  say(texts: JsonEditorTexts): void {
    setTexts(this.#view, texts);
  }

  /** Highlights ranges; with `reveal` scrolls to the first. The caret stays. */
  highlight(ranges: readonly OffsetRange[], reveal: boolean): void {
    const first = ranges[0];
    const effects: StateEffect<unknown>[] = [setHighlights.of(ranges)];
    if (reveal && first) effects.push(EditorView.scrollIntoView(first.start, { y: "center" }));
    this.#view.dispatch({ effects });
  }

  /** Selects a range, scrolls to it and takes the focus. */
  select({ start, end }: OffsetRange): void {
    const effects = EditorView.scrollIntoView(start, { y: "center" });
    this.#view.dispatch({ selection: { anchor: end, head: start }, effects });
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }
}

function pointerAt(text: string, offset: number): string | undefined {
  const { path } = getLocation(text, offset);
  const steps = path.filter((step) => step !== "");
  return steps.length === 0 ? undefined : toPointer(steps);
}
