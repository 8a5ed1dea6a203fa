// CodeMirror editor for the configuration. The store owns the undo history, so that undo also reverts edits of the
// form.

import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { openSearchPanel, searchKeymap } from "@codemirror/search";
import { EditorState, Transaction } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { type JsonEditorTexts, jsonExtensions, setTexts } from "../../elements/json-extensions.ts";
import type { Completions } from "./model/completion.ts";

export interface JsonEditorOptions extends JsonEditorTexts {
  changed(text: string): void;
  /** Returns the diagnostics for a text. */
  problems(text: string): Diagnostic[];
  completions(text: string, offset: number): Completions | undefined;
  undo(): void;
  redo(): void;
}

/** Milliseconds between the last change of the problems and their display. */
const CHECK_AFTER = 150;

export class JsonEditor {
  readonly #view: EditorView;
  readonly #options: JsonEditorOptions;
  #check: ReturnType<typeof setTimeout> | undefined;

  constructor(options: JsonEditorOptions, text: string) {
    this.#options = options;
    const history = [
      { key: "Mod-z", run: () => handled(options.undo), preventDefault: true },
      { key: "Mod-y", mac: "Mod-Shift-z", run: () => handled(options.redo), preventDefault: true },
      { linux: "Ctrl-Shift-z", key: "Mod-Shift-z", run: () => handled(options.redo), preventDefault: true },
    ];
    this.#view = new EditorView({
      state: EditorState.create({
        doc: text,
        extensions: [
          jsonExtensions(options),
          lintGutter(),
          closeBrackets(),
          // Not a source: one is asked after a change of the text only, and the problems of a text can come later.
          linter(null),
          autocompletion({ override: [(context) => complete(context, options)], icons: false }),
          keymap.of([
            ...history,
            // Without an active completion, Tab moves the focus out of the editor.
            { key: "Tab", run: acceptCompletion },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...searchKeymap,
            ...foldKeymap,
            ...lintKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            const isRemote = update.transactions.some((transaction) => transaction.annotation(Transaction.remote));
            if (update.docChanged && !isRemote) options.changed(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  get element(): HTMLElement {
    return this.#view.dom;
  }

  /**
   * Replaces the text after a change outside the editor. Only the difference is replaced, so that caret and scroll
   * position stay.
   */
  show(text: string): void {
    const now = this.#view.state.doc.toString();
    if (now === text) return;
    this.#view.dispatch({ changes: difference(now, text), annotations: Transaction.remote.of(true) });
  }

  /** Updates the diagnostics, which also depend on the limetypes. */
  check(): void {
    clearTimeout(this.#check);
    this.#check = setTimeout(() => {
      const { state } = this.#view;
      this.#view.dispatch(setDiagnostics(state, this.#options.problems(state.doc.toString())));
    }, CHECK_AFTER);
  }

  /** Selects a range and scrolls to it. */
  select(from: number, to: number): void {
    const { length } = this.#view.state.doc;
    const range = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.#view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range.anchor, { y: "center" }) });
  }

  /** Shows the texts of another language. */
  say(texts: JsonEditorTexts): void {
    setTexts(this.#view, texts);
  }

  focus(): void {
    this.#view.focus();
  }

  find(): void {
    openSearchPanel(this.#view);
  }

  destroy(): void {
    clearTimeout(this.#check);
    this.#view.destroy();
  }
}

function handled(run: () => void): boolean {
  run();
  return true;
}

function complete(context: CompletionContext, options: JsonEditorOptions): CompletionResult | null {
  const text = context.state.doc.toString();
  const before = text.slice(Math.max(0, context.pos - 1), context.pos);
  if (!context.explicit && !/["\w.[\]-]/.test(before)) return null;
  const found = options.completions(text, context.pos);
  if (found === undefined) return null;
  return {
    from: found.from,
    to: found.to,
    // Typed text starts with a quote; labels do as well, so that the filter matches.
    options: found.options.map(({ label, insert, back, detail, description }) => ({
      label: JSON.stringify(label),
      displayLabel: label,
      detail,
      ...(description === "" ? {} : { info: description }),
      apply: (view: EditorView, _completion, from: number, to: number) => {
        const caret = from + insert.length - back;
        view.dispatch({ changes: { from, to, insert }, selection: { anchor: caret }, userEvent: "input.complete" });
      },
    })),
  };
}

/** Returns the single range in which two texts differ. */
function difference(now: string, then: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(now.length, then.length);
  let from = 0;
  while (from < shorter && now[from] === then[from]) from += 1;
  let same = 0;
  while (same < shorter - from && now[now.length - 1 - same] === then[then.length - 1 - same]) same += 1;
  return { from, to: now.length - same, insert: then.slice(from, then.length - same) };
}
