// What the page looks like in its different states: everybody can use each of them, and each is kept as a picture.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";

const states = {
  empty: (page) => page.setPayload(""),
  broken: (page) => page.setPayload('{ "id": 1, "subject": '),
  errors: (page) => page.setPayload('{ "contact": {} }'),
  notes: async (page, view) => {
    await page.changePayload((payload) => {
      payload.subject = "long ".repeat(60);
      payload.rate = "five";
    });
    await view.severities.button(/ notes?$/).click();
  },
  payload: async (_page, view) => {
    await view.showPayload();
    await view.object.find("term", "source").hover();
  },
  mapping: async (_page, view) => {
    await view.showMapping();
    await view.object.find("term", "source").hover();
  },
  command: async (page, view) => {
    await view.command.type("$");
    await page.page.keyboard.press("ArrowDown");
  },
};

const sent = async (page, view) => {
  await page.connection.waitForText(/Sandbox/);
  await page.changePayload((payload) => {
    payload.id = 90_000_001;
    payload.contact.name = "Astrid Lind";
    payload.subject = "Question about my invoice";
    payload.topics = [{ text: "support" }];
  });
  await view.send.click();
  await view.delivery.waitForText(/in Lime CRM$/m);
  await view.askWhatChanges.click();
  await view.changes.waitForText(/No change/);
};

inBrowsers("states", ({ test }) => {
  for (const theme of ["light", "dark"]) {
    for (const [name, reach] of Object.entries(states)) {
      test(`${name}, ${theme}: axe finds nothing serious`, { theme, width: 1440 }, async (page) => {
        await reach(page, new ConversationView(page));
        await page.settle();
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot(`conversation-${name}-${theme}`);
      });
    }

    test(`sent, ${theme}: axe finds nothing serious`, { theme, width: 1440, worker: true }, async (page) => {
      await sent(page, new ConversationView(page));
      await page.settle();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`conversation-sent-${theme}`);
    });
  }

  test("narrow, in Lime CRM: it fits, and axe finds nothing serious", { width: 320, height: 640 }, async (page) => {
    await page.find("group", "Visible pane").button("In Lime CRM").click();
    await page.settle();
    assert.equal(await page.overflows(), false);
    assert.deepEqual(await page.accessibilityProblems(), []);
    await page.screenshot("conversation-narrow-preview", { fullPage: true });
  });
});
