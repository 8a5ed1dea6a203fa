// Undo and redo of the mapping's text.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { UndoableText } from "../../www/src/state/undoable-text.ts";

test("letters typed within a second of each other are undone together", () => {
  let now = 0;
  const clock = mock.method(performance, "now", () => now);
  const text = new UndoableText("Helpdesk");
  const type = (value, milliseconds) => {
    now += milliseconds;
    text.edit(value, "typing");
  };
  type("S", 5000);
  type("Se", 900);
  type("Ser", 900);
  type("Serv", 1100);
  text.undo();
  assert.equal(text.value, "Ser");
  text.undo();
  assert.equal(text.value, "Helpdesk");
  assert.equal(text.canUndo, false);
  text.redo();
  text.redo();
  assert.equal(text.value, "Serv");
  assert.equal(text.canRedo, false);
  type("Servi", 10);
  text.undo();
  assert.equal(text.value, "Serv", "what is typed after a redo is a step of its own");
  clock.mock.restore();
});
