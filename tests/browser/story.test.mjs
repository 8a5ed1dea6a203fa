// The story of the add-on, from beginning to end, as a person lives it: the access is entered, a conversation is looked at
// before it is sent, by the action bar and by $lime; several are sent; the example is at hand.
import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../edge/edge.mjs";
import { inBrowsers } from "./browsers.mjs";
import { payload, Table } from "./conversations/table.mjs";

const first = { chromium: 95_000_000, firefox: 96_000_000 };

inBrowsers("story", ({ test, browser }) => {
  const go = async (page, view) => {
    await page.click(`.tab[href="#/${view}"]`);
    await page.page.waitForFunction((view) => location.hash === `#/${view}`, {}, view);
    await page.settle();
  };

  test("from the settings to several conversations in Lime CRM", { worker: true, token: null }, async (page) => {
    const id = first[browser];
    page.allow(/status of 401/);

    await page.waitForText(".connection", /Locked/);
    await go(page, "settings");
    await page.page.waitForSelector("#setting-access input");
    await page.click("#setting-access input");
    await page.page.keyboard.type(ADMIN_TOKEN);
    await page.click("#setting-access limel-button");
    await page.waitForText(".connection", /Sandbox/);

    await go(page, "conversation");
    assert.match(await page.text(".verdict"), /Ready to send/);
    await page.bring(
      payload(id, {
        subject: "My invoice is wrong",
        topics: [{ text: "support" }],
        contact: { ...payload(id).contact, name: "Astrid Lind", email: "astrid@example.com" },
      }),
    );
    await page.waitForText(".who", /Astrid Lind/);
    assert.match(await page.text("#role-limeobject"), /My invoice is wrong/);
    assert.match(await page.text(".lookups"), /Person.*whose E-mail is astrid@example\.com/s);
    await page.click("limel-action-bar >>> button");
    await page.waitForText(".changes.known", /Ticket\s+New/);
    await page.click("limel-button.send");
    await page.waitForText(".progress.sent", /Ticket \d+ was created in Lime CRM/);
    const link = await page.page.$eval(".progress.sent a.button", ({ href }) => href);
    assert.match(await (await fetch(link)).text(), /My invoice is wrong/);

    await page.page.type("#command", "$lime");
    await page.page.keyboard.press("Enter");
    await page.waitForText(".progress.sent", /was updated/);
    assert.equal(await page.page.$eval(".progress.sent a.button", ({ href }) => href), link);

    await go(page, "conversations");
    const table = new Table(page);
    await table.openList(Array.from({ length: 5 }, (_, index) => payload(id + 10 + index)));
    await table.selectAll();
    await table.send();
    await table.waitForJob(/^Done: 5 of 5 sent$/);
    await page.screenshot("story-conversations");

    await go(page, "conversation");
    assert.match(await page.text(".who"), /Astrid Lind/);
    await page.click(".toggle input");
    assert.match(await page.text(".who"), /Conversation 63741936/);
    await page.click(".toggle input");
    assert.match(await page.text(".who"), /Astrid Lind/);
  });
});
