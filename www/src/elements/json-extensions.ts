// CodeMirror extensions shared by all JSON editors. Import only from modules that are loaded on demand: it pulls in
// CodeMirror.

import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import {
  closeSearchPanel,
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchPanelOpen,
} from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
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

const texts = new Compartment();

const inLanguage = ({ label, phrases }: JsonEditorTexts): Extension => [
  EditorState.phrases.of(phrases),
  EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
];

/** Gives an open editor texts of another language. */
export function setTexts(view: EditorView, now: JsonEditorTexts): void {
  view.dispatch({ effects: texts.reconfigure(inLanguage(now)) });
  if (!searchPanelOpen(view.state)) return;
  // The panel keeps the texts with which it was made.
  const { activeElement } = document;
  closeSearchPanel(view);
  openSearchPanel(view);
  if (activeElement instanceof HTMLElement && activeElement !== document.activeElement) activeElement.focus();
}

export function jsonExtensions(first: JsonEditorTexts): Extension {
  return [
    // With a fixed line separator, offsets in the text and in the editor agree.
    EditorState.lineSeparator.of("\n"),
    texts.of(inLanguage(first)),
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
