// Where the focus is after the element that had it is removed or disabled: near it, never at the top of the page.

import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { MappingView } from "./harness/mapping-view.mjs";
import { examples } from "./harness/page.mjs";

inBrowsers("the focus after something is removed", ({ test }) => {
  const path = "#/mapping";

  /** Presses the button by the keyboard, and waits until `isDone`. */
  async function press(page, button, isDone) {
    await button.focus();
    await button.waitForFocus();
    await page.page.keyboard.press("Enter");
    await isDone();
    await page.settle();
  }
  const focused = (page) => page.page.evaluate(() => accessible.nameOf(document.activeElement));

  test("a part of the mapping: its neighbor", { path }, async (page) => {
    const config = JSON.parse(examples.config);
    const [instance] = config.instances;
    for (const name of ["Second", "Third"]) config.instances.push({ ...instance, name, topic: name, default: false });
    const view = await MappingView.open(page, { config });
    for (const [removed, next] of [
      ["Second", "Third"],
      ["Third", "Helpdesk"],
    ]) {
      await view.main.tab(new RegExp(`^${removed}`)).click();
      await press(page, view.main.button("Remove"), () => page.dialog(`Remove ${removed}?`).wait());
      // Behind Cancel, which has the focus.
      await page.page.keyboard.press("Tab");
      await page.page.keyboard.press("Enter");
      await view.main.tab(new RegExp(`^${removed}`)).waitUntilGone();
      await view.main.tab(new RegExp(`^${next}`)).waitForFocus();
    }
  });

  test("fields, replacements, rules, topics, and the rule of a property", { path }, async (page) => {
    const config = JSON.parse(examples.config);
    const [instance] = config.instances;
    instance.topic = ["a", "b"];
    instance.properties.source = { userlikeKey: ["subject", "rate"], map: { x: "web", y: "chat" } };
    instance.personRelation.rules.push({ identificationKey: "contact.phone_number", propertyIdentifier: "phone" });
    const view = await MappingView.open(page, { config });
    await view.openProperty("source");
    const row = view.row("source");
    const gone = (scope, name) => () => scope.button(name).waitUntilGone();
    await press(page, row.button("Remove rate"), gone(row, "Remove rate"));
    assert.equal(await focused(page), "Remove subject");
    await press(page, row.button("Remove the replacement of y"), gone(row, "Remove the replacement of y"));
    assert.equal(await focused(page), "Remove the replacement of x");
    await press(page, row.button("Remove subject"), gone(row, "Remove subject"));
    assert.equal(await focused(page), "Pick a field…");
    await view.openProperty("title");
    const title = view.row("title");
    await press(page, title.button("Remove from the mapping"), gone(title, "Remove from the mapping"));
    assert.ok(await title.evaluate((row) => row.contains(document.activeElement)), "it stays in the property");
    const topics = view.form.find("group", "Topics");
    await press(page, topics.button("Remove the topic b"), gone(topics, "Remove the topic b"));
    assert.match(await focused(page), /^Add a topic/);
    const person = view.form.find("group", "Person");
    await press(page, person.button("Remove rule 2"), gone(person, "Remove rule 2"));
    assert.equal(await focused(page), "Remove rule 1");
    await press(page, person.button("Remove rule 1"), gone(person, "Remove rule 1"));
    assert.equal(await focused(page), "Add a rule…");
  });

  test("a button that has nothing to do any more", { path }, async (page) => {
    const view = await MappingView.open(page);
    await view.field("Name").fill("Service");
    const undo = view.main.button(/^Undo/);
    await press(page, undo, () => undo.waitFor("disabled", true));
    assert.match(await focused(page), /^Redo/);
  });

  test("an operator whose access is revoked: the next one", { path: "#/settings", worker: true }, async (page) => {
    const operators = page.region("Operators");
    await operators.wait();
    const name = (n) => `Focus ${page.browser} ${n}`;
    for (const n of [1, 2]) {
      await operators.field("Operator’s name").type(name(n));
      await page.page.keyboard.press("Enter");
      await operators.button(`Revoke the access of ${name(n)}`).wait();
    }
    await operators.button("Done").click();
    for (const [n, next] of [
      [2, `Revoke the access of ${name(1)}`],
      [1, undefined],
    ]) {
      const revoke = operators.button(`Revoke the access of ${name(n)}`);
      await press(page, revoke, () => page.find("dialog").wait());
      // Behind Cancel, which has the focus.
      await page.page.keyboard.press("Tab");
      await page.page.keyboard.press("Enter");
      await revoke.waitUntilGone();
      await page.settle();
      if (next !== undefined) assert.equal(await focused(page), next);
      assert.ok(await operators.evaluate((card) => card.contains(document.activeElement)), `${n}`);
    }
  });
});
