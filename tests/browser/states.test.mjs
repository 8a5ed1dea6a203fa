// What the page looks like in its different states: everybody can use each of them, and each is kept as a picture.
import assert from "node:assert/strict";
import { inBrowsers } from "./browsers.mjs";

const states = {
  empty: (page) => page.bring(""),
  broken: (page) => page.bring('{ "id": 1, "subject": '),
  errors: (page) => page.bring('{ "contact": {} }'),
  notes: async (page) => {
    await page.change((payload) => {
      payload.subject = "long ".repeat(60);
      payload.rate = "five";
    });
    await page.click(".filter.info");
  },
  payload: async (page) => {
    await page.click("#payload-tab");
    await page.page.waitForSelector("#payload-panel .cm-content");
    await page.page.hover("#role-limeobject-source dt");
  },
  mapping: async (page) => {
    await page.click("#config-tab");
    await page.page.waitForSelector("#config-panel .cm-content");
    await page.page.hover("#role-limeobject-source dt");
  },
  command: async (page) => {
    await page.page.type("#command", "$");
    await page.page.keyboard.press("ArrowDown");
  },
};

const sent = async (page) => {
  await page.waitForText(".connection", /Sandbox/);
  await page.change((payload) => {
    payload.id = 90_000_001;
    payload.contact.name = "Astrid Lind";
    payload.subject = "Question about my invoice";
    payload.topics = [{ text: "support" }];
  });
  await page.click("limel-button.send");
  await page.waitForText(".progress.sent", /in Lime CRM/);
  await page.click("limel-action-bar >>> button");
  await page.waitForText(".changes.known", /Kept/);
};

inBrowsers("states", ({ test }) => {
  for (const theme of ["light", "dark"]) {
    for (const [name, reach] of Object.entries(states)) {
      test(`${name}, ${theme}: axe finds nothing serious`, { theme, width: 1440 }, async (page) => {
        await reach(page);
        await page.settle();
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot(`conversation-${name}-${theme}`);
      });
    }

    test(`sent, ${theme}: axe finds nothing serious`, { theme, width: 1440, worker: true }, async (page) => {
      await sent(page);
      await page.settle();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`conversation-sent-${theme}`);
    });
  }

  test("narrow, in Lime CRM: it fits, and axe finds nothing serious", { width: 320, height: 640 }, async (page) => {
    await page.click(".pane-switch .segment:last-child");
    await page.settle();
    assert.equal(await page.overflows(), false);
    assert.deepEqual(await page.accessibilityProblems(), []);
    await page.screenshot("conversation-narrow-preview", { fullPage: true });
  });
});
