// CodeMirror extensions shared by all JSON editors. Import only from modules that are loaded on demand: it pulls in
// CodeMirror.

import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

export interface JsonEditorTexts {
  /** Accessible name of the editor. */
  label: string;
  /** Translations of CodeMirror's own phrases ("Find", "replace all", …), keyed by the English phrase. */
  phrases: Record<string, string>;
}

export function jsonExtensions({ label, phrases }: JsonEditorTexts): Extension {
  return [
    // With a fixed line separator, offsets in the text and in the editor agree.
    EditorState.lineSeparator.of("\n"),
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    lineNumbers(),
    foldGutter(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    indentOnInput(),
    bracketMatching(),
    search({ top: true }),
    json(),
    syntaxHighlighting(classHighlighter),
  ];
}
