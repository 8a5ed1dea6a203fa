// The list of all conversations without a connection: what is kept, what is hidden, and the way through it.
import assert from "node:assert/strict";
import { inBrowsers } from "../harness/browsers.mjs";
import { payload, Table } from "./table.mjs";

const path = "#/conversations";

const many = (count) =>
  Array.from({ length: count }, (_, at) =>
    payload(at + 1, { contact: { name: `Contact ${at + 1}`, email: null }, subject: `Subject ${at + 1}` }),
  );

inBrowsers("the list of conversations", ({ test }) => {
  test("it survives a reload with its age, and is deleted with one button", { path }, async (page) => {
    const table = new Table(page);
    await table.open(
      "list.ndjson",
      `${many(3)
        .map((one) => JSON.stringify(one))
        .join("\n")}\nnot json`,
    );
    await table.count(4);
    await table.waitUntilKept();
    await page.reload();
    await table.count(4);
    await table.waitForIds(["1", "2", "3", "no id"]);
    await table.waitForCells(0, { contact: /^Contact 1 \| list\.ndjson, line 1$/, check: /^Ready/ });
    await page
      .find("main")
      .find("paragraph", undefined, { text: /last saved .*(now|second|minute)/ })
      .wait();
    // Removed rows stay removed, and the others can be opened.
    await table.grid.field(/^Select conversation 2$/).click();
    await table.press("Remove from the table");
    await table.waitForIds(["1", "3", "no id"]);
    await page.reload();
    await table.count(3);
    await table.waitForIds(["1", "3", "no id"]);
    await table.grid.button("Preview conversation 3").click();
    await page.waitForView("conversation");
    await page
      .find("main")
      .find("heading", /Contact 3/)
      .wait();
    await page.show("conversations");
    await table.press("Delete the list");
    await table.main.find("heading", "No conversations yet").wait();
    await table.waitUntilKept(false);
    await page.reload();
    await table.main.find("heading", "No conversations yet").wait();
  });

  test("what files brought is said: added, already in the list, unreadable", { path }, async (page) => {
    const table = new Table(page);
    const lines = many(2).map((one) => JSON.stringify(one));
    await table.open("some.ndjson", [...lines, "not json"].join("\n"));
    await table.toast.waitForText(/^2 conversations added, 1 unreadable/);
    await page.screenshot("conversations-imported");
    await table.count(3);
    await table.open("again.ndjson", [...lines, JSON.stringify(payload(3))].join("\n"));
    await table.toast.waitForText(/One conversation added, 2 already in the list/);
    await table.count(6);
  });

  test("what is said to be added is kept: a reload right after it finds it", { path }, async (page) => {
    const table = new Table(page);
    for (const total of [40, 80]) {
      await table.open("list.json", JSON.stringify(many(total).slice(-40)));
      await table.toast.waitForText(/40 conversations added/);
      await page.reload();
      await table.count(total);
    }
  });

  test("its age is that of the last change, not of the first file", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(many(2));
    await table.waitUntilKept();
    await page.page.evaluate(async () => {
      const name = `userlike-limeobject.conversations${new URL(".", location.href).pathname}`;
      const done = (request) =>
        new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
      const database = await done(indexedDB.open(name));
      const pieces = database.transaction("pieces", "readwrite").objectStore("pieces");
      const [key] = await done(pieces.getAllKeys());
      const piece = await done(pieces.get(key));
      await done(pieces.put({ ...piece, savedAt: Date.now() - 7_200_000 }, key));
      database.close();
    });
    const age = (text) => page.find("main").find("paragraph", undefined, { text });
    await page.reload();
    await table.count(2);
    await age(/last saved 2 hours ago/).wait();
    await table.open("more.json", JSON.stringify([payload(3)]));
    await table.count(3);
    await table.waitUntilKept(3);
    await page.reload();
    await table.count(3);
    await age(/last saved .*(now|second|minute)/).wait();
  });

  test("what the filter hides of the selection is said, and not meant unless chosen", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(many(12));
    await table.selectAll();
    await table.search("subject 2");
    await table.panel.waitForText(/10 of them hidden by the filter/);
    await table.panel.waitForText(/10 selected conversations are hidden by the filter and will not be sent/);
    await table.panel.button("Send 2 to Lime CRM").wait();
    await table.panel.field("Send these 10 too").click();
    await table.panel.button("Send 12 to Lime CRM").wait();
    await table.search("");
    await table.panel.find("paragraph", undefined, { text: /hidden by the filter/ }).waitUntilGone();
  });

  test("columns are chosen, and the choice is kept; subject and what it becomes are there", { path }, async (page) => {
    const table = new Table(page);
    await table.openList([payload(1, { subject: "Invoice", status: "ended" })]);
    await table.waitForCells(0, { subject: /^Invoice$/, becomes: /^Ticket$/, status: /^Ended$/ });
    await table.press("Columns");
    await page.dialog("Columns").field("Topics").click();
    await page.dialog("Columns").field("Status").click();
    await page.dialog("Columns").button("Done").click();
    await table.heading("Topics").waitUntilGone();
    await table.waitUntilKept();
    await page.reload();
    await table.heading("Subject").wait();
    assert.equal(await table.heading("Status").count(), 0);
    await table.press("Columns");
    await page.dialog("Columns").button("Reset").click();
    await page.dialog("Columns").button("Done").click();
    await table.heading("Status").wait();
  });

  test("at 1024 px every column can be reached; on a phone the list begins on the first screen", {
    path,
    width: 1024,
  }, async (page) => {
    const table = new Table(page);
    await table.openList(many(40));
    const titles = await table.grid.find("columnheader").evaluateAll((all) => all.map((one) => one.innerText.trim()));
    assert.deepEqual(titles.slice(1), [
      "Conversation",
      "Contact",
      "Subject",
      "Becomes",
      "Check",
      "Sending",
      "Topics",
      "Status",
      "Started",
      "Messages",
    ]);
    assert.equal(await page.overflows(), false);
    // The last one is scrolled into view inside the table.
    await table.heading("Messages").button("Messages").focus();
    const isVisible = await table.grid.evaluate((grid) => {
      const { right } = document.activeElement.getBoundingClientRect();
      return right <= grid.getBoundingClientRect().right + 1;
    });
    assert.equal(isVisible, true);
    await page.resize({ width: 390, height: 844 });
    const bottom = await table.row(2).evaluate((row) => row.getBoundingClientRect().bottom);
    assert.ok(bottom < 844, `the second row ends at ${bottom} px`);
    assert.equal(await page.overflows(), false);
    await page.screenshot("conversations-phone");
  });

  test("the previous and the next conversation of the list are one step away", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(many(12));
    await table.search("subject 1");
    await table.sort("Conversation");
    await table.sort("Conversation");
    const [first, second, third] = await table.ids();
    await table.grid.button(`Preview conversation ${second}`).click();
    await page.waitForView("conversation");
    const bar = page.find("navigation", "Conversations of the list");
    const total = /^2 of \d+$/;
    await bar.find("paragraph", undefined, { text: total }).wait();
    const title = (id) => page.find("main").find("heading", new RegExp(`Contact ${id}$`));
    await title(second).wait();
    assert.deepEqual(await page.accessibilityProblems(), []);
    await page.screenshot("conversation-of-list");
    await bar.button("Next").click();
    await title(third).wait();
    await bar.button("Previous").click();
    await bar.button("Previous").click();
    await title(first).wait();
    await bar.button("Previous").waitFor("disabled", true);
    await bar.link("Back to the list").click();
    await page.waitForView("conversations");
    await table.grid.button(`Preview conversation ${first}`).wait();
    // Another conversation is none of the list.
    await page.setPayload(payload(77));
    await page.show("conversation");
    await bar.waitUntilGone();
  });

  test("so they are after a reload, in the order and with the filter of the list", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(many(12).map((one) => (one.id % 2 === 1 ? { ...one, subject: "Invoice" } : one)));
    await table.search("invoice");
    await table.sort("Conversation");
    await table.sort("Conversation");
    await table.waitForIds(["11", "9", "7", "5", "3", "1"]);
    await table.grid.button("Preview conversation 9").click();
    await page.waitForView("conversation");
    const bar = page.find("navigation", "Conversations of the list");
    const title = (id) => page.find("main").find("heading", new RegExp(`Contact ${id}$`));
    await bar.find("paragraph", undefined, { text: /^2 of 6$/ }).wait();
    await title(9).wait();
    // The conversation is kept a moment after it was opened.
    await page.page.waitForFunction(async () => {
      const name = `userlike-limeobject${new URL(".", location.href).pathname}`;
      const done = (request) =>
        new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
      const database = await done(indexedDB.open(name));
      const draft = await done(database.transaction("drafts").objectStore("drafts").get("payload"));
      database.close();
      return draft?.text.includes("Contact 9");
    });
    await page.reload();
    await bar.find("paragraph", undefined, { text: /^2 of 6$/ }).wait();
    await bar.button("Next").click();
    await title(7).wait();
    await bar.find("paragraph", undefined, { text: /^3 of 6$/ }).wait();
    await bar.button("Previous").click();
    await bar.button("Previous").click();
    await title(11).wait();
    await bar.button("Previous").waitFor("disabled", true);
    // Another conversation is none of the list, also after a reload.
    await page.setPayload(payload(77));
    await bar.waitUntilGone();
  });

  test("a desktop window holds the table with notices, a filter that finds nothing, and a conversation below its bar", {
    path,
    width: 1440,
    height: 900,
  }, async (page) => {
    const table = new Table(page);
    await table.openList(many(40));
    await table.waitUntilKept();
    await page.reload();
    await table.main.find("paragraph", undefined, { text: /last saved/ }).wait();
    await table.count(40);
    const isWhole = async (locator) => {
      await page.settle();
      const { bottom, inner } = await locator.evaluate((element) => ({
        bottom: element.getBoundingClientRect().bottom,
        inner: innerHeight,
      }));
      assert.ok(bottom <= inner, `${bottom} px in a window of ${inner} px`);
    };
    await isWhole(table.main.find("paragraph", undefined, { text: /Enter opens/ }));
    await table.search("nothing has this");
    const nothing = table.main.find("paragraph", undefined, { text: /No conversation matches/ });
    await nothing.wait();
    await isWhole(nothing);
    const edge = (element) => element.getBoundingClientRect().toJSON();
    const [head, text] = [await table.heading("Contact").evaluate(edge), await nothing.evaluate(edge)];
    assert.ok(text.top - head.bottom < 4, `it begins at ${text.top} px, below headings that end at ${head.bottom} px`);
    await table.search("");
    await table.grid
      .button(/^Preview conversation/)
      .first()
      .click();
    await page.waitForView("conversation");
    await page.find("navigation", "Conversations of the list").wait();
    for (const name of [/Contact \d+$/, "What Lime CRM gets"]) await isWhole(page.region(name));
  });

  test("on a phone the list's navigation is one line, in every language", {
    path,
    width: 390,
    height: 844,
  }, async (page) => {
    const table = new Table(page);
    await table.openList(many(40));
    await table.grid
      .button(/^Preview conversation/)
      .at(2)
      .click();
    await page.waitForView("conversation");
    for (const [language, back] of [
      ["English", /^Back/],
      ["Deutsch", /^Zurück/],
      ["Nederlands", /^Terug/],
      ["Svenska", /^Tillbaka/],
    ]) {
      await page.show("settings");
      await page.field(/^(Language|Sprache|Taal|Språk)/).choose(language);
      await page.show("conversation");
      const link = page.find("main").link(back);
      await link.wait();
      await page.settle();
      const tops = await link.evaluate((link) =>
        [link, ...link.parentElement.querySelectorAll("button")].map((one) => one.getBoundingClientRect().top),
      );
      assert.equal(new Set(tops).size, 1, language);
      assert.equal(tops.length, 3);
    }
  });

  test("coming back from a conversation the list is where it was", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(many(300));
    await table.scroll(5200);
    await table.grid.button("Preview conversation 105").click();
    await page.waitForView("conversation");
    await page.show("conversations");
    await table.grid.button("Preview conversation 105").wait();
    await table.grid.waitUntil((grid) => grid.querySelector("[role=presentation]").scrollTop === 5200);

    // So it is after a reload, with filter and order.
    await table.search("subject 1");
    await table.sort("Conversation");
    await table.sort("Conversation");
    await table.total.waitForText(/^\d+ of 300 shown$/);
    await table.scroll(2600);
    await page.settle();
    await table.waitUntilKept();
    const first = (await table.ids())[0];
    await page.reload();
    await table.total.waitForText(/^\d+ of 300 shown$/);
    await table.heading("Conversation").waitFor("ariaSort", "descending");
    await table.grid.waitUntil((grid) => grid.querySelector("[role=presentation]").scrollTop === 2600);
    assert.equal((await table.ids())[0], first);
  });
});
