// Unsaved work survives a reload, says how old it is, and can be discarded.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { waitUntil } from "./harness/locator.mjs";
import { MappingView } from "./harness/mapping-view.mjs";

const name = "Nobody Has Sent Me";

/** Waits until the draft of a kind has a text that matches, or is gone. */
const stored = (page, kind, text) =>
  page.page.waitForFunction(
    async (kind, text) => {
      const [database] = await indexedDB.databases();
      if (database === undefined) return text === null;
      const draft = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(database.name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction("drafts").objectStore("drafts").get(kind);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result);
          };
        };
      });
      return text === null ? draft === undefined : draft?.text.includes(text);
    },
    { polling: 100 },
    kind,
    text,
  );

inBrowsers(
  "drafts",
  ({ test }) => {
    test("a conversation that was opened is there after a reload", {}, async (page) => {
      const main = page.find("main");
      const restored = page.find("status", undefined, { text: /last visit/ });
      await page.changePayload((payload) => {
        payload.contact.name = name;
      });
      await main.find("heading", name).wait();
      await stored(page, "payload", name);
      await page.reload();
      await main.find("heading", name).wait();
      await restored.waitForText(/You see the conversation of your last visit \((\d+ seconds? ago|now)\)/);
      await page.screenshot("restored");
      await page.button("Show the example instead").click();
      await restored.waitUntilGone();
      await page.settle();
      assert.ok(await page.page.evaluate(() => document.activeElement !== document.body), "the focus is not lost");
      await main.find("heading", "Unknown contact").wait();
      assert.equal(await restored.count(), 0);
      await stored(page, "payload", null);
      await page.reload();
      await main.find("heading", "Unknown contact").wait();
      assert.equal(await restored.count(), 0);
    });

    test("it is not said of another conversation that is opened then", {}, async (page) => {
      const restored = page.find("status", undefined, { text: /last visit/ });
      await page.changePayload((payload) => {
        payload.contact.name = name;
      });
      await stored(page, "payload", name);
      await page.reload();
      await restored.wait();
      await page.changePayload((payload) => {
        payload.contact.name = "Somebody Else";
      });
      await page.find("main").find("heading", "Somebody Else").wait();
      await restored.waitUntilGone();
    });

    test("it is said in the views that show it, and in sight where one was scrolled", { height: 600 }, async (page) => {
      const restored = page.find("status", undefined, { text: /last visit/ });
      await page.changePayload((payload) => {
        payload.contact.name = name;
      });
      await stored(page, "payload", name);
      await page.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await waitUntil(page.page, () => scrollY > 0);
      await page.show("mapping");
      await page.reload();
      await page.waitForView("mapping");
      assert.equal(await restored.count(), 0);
      await page.show("conversation");
      await restored.wait();
      await page.settle();
      const [top, bottom] = await Promise.all([
        restored.evaluate((notice) => notice.getBoundingClientRect().top),
        page.find("banner").evaluate((header) => header.getBoundingClientRect().bottom),
      ]);
      assert.ok(top >= bottom, `it begins at ${top} px, below a header of ${bottom} px`);
    });

    test("a mapping that was not saved is there after a reload", { path: "#/mapping", worker: true }, async (page) => {
      const view = await MappingView.open(page);
      const dialogs = [];
      page.page.on("dialog", (dialog) => dialogs.push(dialog.type()));
      await view.saved.waitForText(/is in use/);
      const before = await view.field("Name").get("value");
      await page.reload();
      assert.deepEqual(dialogs, [], "nothing is asked before a page is left that has nothing to lose");
      await view.saved.waitForText(/is in use/);
      await view.field("Name").fill(name);
      await view.saved.waitForText(/Changed since version|Not saved yet/);
      await stored(page, "config", name);
      await page.reload();
      // Puppeteer turns the question off in Firefox.
      assert.deepEqual(dialogs, page.browser === "chromium" ? ["beforeunload"] : []);
      await view.saved.waitForText(/Changed since version|Not saved yet/);
      await view.field("Name").waitFor("value", name);
      await page.find("status", undefined, { text: /not saved yet/ }).wait();
      await page.button("Discard my changes").click();
      await view.saved.waitForText(/is in use/);
      await view.field("Name").waitFor("value", before);
      await stored(page, "config", null);
    });
  },
  { worker: true },
);
