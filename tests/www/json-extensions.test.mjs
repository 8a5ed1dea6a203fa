// Texts of the JSON editors. The state of an editor needs no browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { jsonExtensions, setTexts } from "../../www/src/elements/json-extensions.ts";

test("an open editor follows a change of language", () => {
  const view = {
    state: EditorState.create({
      doc: "{}",
      extensions: jsonExtensions({ label: "Mapping", phrases: { Find: "Find", next: "next" } }),
    }),
    dispatch(spec) {
      view.state = view.state.update(spec).state;
    },
  };
  const said = () => [view.state.phrase("Find"), view.state.facet(EditorView.contentAttributes)[0]["aria-label"]];
  assert.deepEqual(said(), ["Find", "Mapping"]);
  setTexts(view, { label: "Mappning", phrases: { Find: "Sök", next: "nästa" } });
  assert.deepEqual(said(), ["Sök", "Mappning"]);
  assert.equal(view.state.doc.toString(), "{}");
});
