// What every editor of JSON on the page has in common: how the text looks, and how it is searched and folded. It brings
// CodeMirror along, so only what is loaded on demand may import it.

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
  /** What a screen reader calls the text. */
  label: string;
  /** The editor's own words ("Find", "replace all", ...), by their English ones. */
  phrases: Record<string, string>;
}

export function jsonExtensions({ label, phrases }: JsonEditorTexts): Extension {
  return [
    // One separator for every text, so that places in the text and in the editor are the same.
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
