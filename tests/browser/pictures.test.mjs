// Each view in its states, as pictures: small and large, light and dark, opened at once and after all other views. In
// Chromium only: another browser draws other pixels. Nothing overlaps, is cut, or scrolls sideways in either browser.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";
import { MappingView } from "./harness/mapping-view.mjs";
import { comparePictures, prepareForPictures, WINDOWS } from "./harness/pictures.mjs";

const HEBREW = "שלום, יש לי שאלה על החשבונית שלי";

/** How each state of each view is reached. */
const states = {
  "conversation example": () => {},
  "conversation rich": () => {},
  "conversation empty": (page) => page.setPayload(""),
  "conversation unreadable": (page) => page.setPayload('{ "id": 1, "subject": '),
  "conversation errors": (page) => page.setPayload('{ "contact": {} }'),
  "conversation long": (page) =>
    page.changePayload((payload) => {
      payload.subject = "long ".repeat(60);
      payload.contact.name = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff ".repeat(3);
      payload.feedback_message = "unbreakable".repeat(40);
    }),
  "conversation right-to-left": (page) =>
    page.changePayload((payload) => {
      payload.subject = HEBREW;
      payload.contact.name = "דוד";
      payload.feedback_message = HEBREW;
    }),
  "conversation source": async (page) => {
    await new ConversationView(page).showPayload();
  },
  "conversations empty": () => {},
  "mapping example": () => {},
  "mapping property": (page) => new MappingView(page).openProperty("title"),
  "mapping errors": async (page) => {
    const view = new MappingView(page);
    await view.field("Time zone").fill("Mars/Olympus");
    await view.problemCount.waitForText(/1 error/);
  },
  "settings preview": () => {},
};

const views = ["conversation", "conversations", "mapping", "settings"];

const viewOf = (state) => state.split(" ", 1)[0];

inBrowsers("pictures", ({ browser, test }) => {
  for (const [state, reach] of Object.entries(states)) {
    const example = state.endsWith("rich") ? "rich" : "short";
    test(state, { path: null, example, ...WINDOWS[1440] }, async (page) => {
      await prepareForPictures(page);
      await page.open(`#/${viewOf(state)}`);
      await reach(page);
      await page.settle();
      for (const size of Object.values(WINDOWS)) {
        await page.page.setViewport(size);
        await page.rest();
        assert.deepEqual(await page.layoutProblems(), [], `${size.width} px`);
      }
      if (browser === "chromium") await comparePictures(page, state.replaceAll(" ", "-"));
    });
  }

  for (const view of browser === "chromium" ? views : []) {
    test(`${view}, after all others`, { path: null, ...WINDOWS[1440] }, async (page) => {
      const [state, reach] = Object.entries(states).find(([state]) => viewOf(state) === view);
      await prepareForPictures(page);
      await page.open("#/conversation");
      for (const other of [...views.filter((other) => other !== view), view]) await page.show(other);
      await reach(page);
      await page.settle();
      await comparePictures(page, state.replaceAll(" ", "-"), { themes: ["light"] });
    });
  }
});
