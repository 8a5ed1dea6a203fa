// The table of all conversations, without a worker.
import assert from "node:assert/strict";
import { inBrowsers } from "../harness/browsers.mjs";
import { examples } from "../harness/page.mjs";
import { downloads, payload, Table } from "./table.mjs";

const path = "#/conversations";

/** One of each kind. */
const mixed = [
  payload(30, { contact: { name: "Åsa Öberg", email: "asa@example.com" }, topics: [{ text: "support" }, "lead"] }),
  payload(4, { contact: { name: "Bob", email: null }, status: "ended", rate: "very good" }),
  payload(100, { contact: { name: null, email: "carl@example.com" }, topics: ["lead"], subject: "x".repeat(300) }),
  payload(7, { contact: { name: "Dora", email: null }, created_at: "2024-01-01T10:00:00Z" }),
];

/** Opens the table with a mapping that refuses values which a property can't have. */
async function openRefusing(page) {
  const refusing = {
    instances: JSON.parse(examples.config).instances.map((instance) => ({ ...instance, ifInvalid: "refuse" })),
  };
  const text = JSON.stringify(refusing);
  // A document of the page's origin that has no script.
  await page.page.goto(new URL("icon.svg", page.url).href);
  await page.page.evaluate((text) => localStorage.setItem("userlike-limeobject.config", text), text);
  await page.open(path);
}

inBrowsers("all conversations", ({ test }) => {
  test("a list is opened, checked, and summed up", { path: null }, async (page) => {
    const table = new Table(page);
    await openRefusing(page);
    await table.openList(mixed);
    const [asa, bob, carl] = await table.rows();
    assert.deepEqual(
      [asa.conversation, asa.contact, asa.topics],
      ["30", "Åsa Öberg | asa@example.com", "support | lead"],
    );
    assert.match(bob.check, /^Blocked \| “very good” is not a whole number/);
    assert.match(carl.contact, /^carl@example.com/);
    assert.match(carl.check, /^With warnings/);
    assert.deepEqual(await table.verdicts(), { Ready: 2, "With warnings": 1, Blocked: 1 });
    assert.match((await table.reasons.texts()).join("\n"), /does not fit[\s\S]*very good[\s\S]*Text truncated/);
    assert.deepEqual(await page.accessibilityProblems(), []);
    await page.screenshot("conversations-table");
  });

  test("lines, one conversation over many lines, and what can't be read", { path }, async (page) => {
    const table = new Table(page);
    await table.open("a.ndjson", `${JSON.stringify(payload(1))}\nnot json\n\n${JSON.stringify(payload(2))}`);
    await table.count(3);
    await table.waitForIds(["1", "no id", "2"]);
    await table.waitForCells(1, { check: /^Unreadable \| .*JSON/i, contact: /a\.ndjson, line 2/ });
    await table.open("b.json", JSON.stringify(payload(3), null, 2));
    await table.count(4);
    await table.open("c.json", `[${JSON.stringify(payload(5))}, {"id": 6`);
    await table.failures.waitForText(/c\.json: the list is not closed at line 1/);
    await table.open("d.json", "[]");
    await table.failures.waitForText(/d\.json holds no conversations/);
    await table.open("e.png", "x");
    await table.failures.waitForText(/e\.png is not a JSON file/);
    await table.failures.button("Dismiss").first().click();
    assert.doesNotMatch(await table.failures.text(), /c\.json/);
  });

  test("files are dropped onto the page", { path }, async (page) => {
    await page.drop(page.find("main"), { name: "a.json", text: JSON.stringify(mixed) }, { name: "b.json", text: "[]" });
    await new Table(page).count(4);
  });

  test("search, filters and order find what is wanted", { path: null }, async (page) => {
    const table = new Table(page);
    await openRefusing(page);
    await table.openList(mixed);
    await table.search("lead example");
    await table.waitForIds(["30", "100"]);
    await table.search("");
    await table.filter("Check", "Blocked");
    await table.waitForIds(["4"]);
    await table.total.waitForText(/^1 of 4 shown$/);
    await table.press("Clear filters");
    await table.filter("Topics", "lead");
    await table.waitForIds(["30", "100"]);
    await table.filter("Topics", "(no topic)");
    await table.filter("Status", "Ended");
    await table.waitForIds(["4"]);
    await table.press("Clear filters");
    await table.filter("Finding", "Text truncated");
    await table.waitForIds(["100"]);
    await table.press("Clear filters");
    await table.sort("Conversation");
    await table.waitForIds(["4", "7", "30", "100"]);
    await table.sort("Conversation");
    await table.waitForIds(["100", "30", "7", "4"]);
    await table.heading("Conversation").waitFor("ariaSort", "descending");
    await table.sort("Conversation");
    await table.waitForIds(["30", "4", "100", "7"]);
    await table.sort("Started");
    await table.waitForIds(["7", "30", "4", "100"]);
    // A reason leads to those that it is about.
    await table.reasons.first().button("Show this one").click();
    await table.waitForIds(["4"]);
  });

  test("everything by keyboard", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(Array.from({ length: 300 }, (_, at) => payload(at + 1)));
    const { keyboard } = page.page;
    const focused = () =>
      page.page.evaluate(() => [
        document.activeElement.getAttribute("role") ?? document.activeElement.localName,
        document.activeElement.closest("[aria-rowindex]")?.ariaRowIndex,
      ]);
    // From the last heading, one step into the table.
    await table.heading("Messages").button("Messages").focus();
    await keyboard.press("Tab");
    if ((await focused())[0] !== "row") await keyboard.press("Tab"); // what scrolls may be a stop of its own
    assert.deepEqual(await focused(), ["row", "2"]);
    await keyboard.press(" ");
    await table.selection.waitForText(/^1 selected$/);
    await keyboard.down("Shift");
    for (let i = 0; i < 3; i += 1) await keyboard.press("ArrowDown");
    await keyboard.up("Shift");
    await table.selection.waitForText(/^4 selected$/);
    await keyboard.press("End");
    assert.deepEqual(await focused(), ["row", "301"]);
    await keyboard.press("PageUp");
    await keyboard.press("Home");
    assert.deepEqual(await focused(), ["row", "2"]);
    await keyboard.press("ArrowRight");
    assert.deepEqual(await focused(), ["input", "2"]);
    await keyboard.press(" ");
    await table.selection.waitForText(/^3 selected$/);
    await keyboard.press("ArrowRight");
    assert.deepEqual(await focused(), ["button", "2"]);
    await keyboard.press("ArrowLeft");
    await keyboard.press("ArrowLeft");
    assert.deepEqual(await focused(), ["row", "2"]);
    await keyboard.down("Control");
    await keyboard.press("KeyA");
    await keyboard.up("Control");
    await table.selection.waitForText(/^300 selected$/);
    // The row with the focus stays, however far away it is scrolled.
    await table.scroll(5000);
    await page.settle();
    assert.deepEqual(await focused(), ["row", "2"]);
    await keyboard.press("Enter");
    await page.waitForView("conversation");
  });

  test("the mouse selects a range, and the selection outlives filters and views", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(mixed);
    const contact = (name) => table.grid.find("gridcell", name);
    await contact(/^Åsa Öberg/).click();
    await page.page.keyboard.down("Shift");
    await contact(/^carl@example\.com/).click();
    await page.page.keyboard.up("Shift");
    await table.selection.waitForText(/^3 selected$/);
    await table.search("dora");
    await table.selection.waitForText(/^3 selected$/);
    await table.search("");
    await page.go("Settings");
    await page.go("All conversations");
    await table.selection.waitForText(/^3 selected$/);
    await table.waitForIds(["30", "4", "100", "7"]);
  });

  test("of a conversation that is there twice only the newest is sent", { path }, async (page) => {
    const table = new Table(page);
    await table.openList([payload(1), payload(2), payload(1, { subject: "newer" })]);
    await table.waitForCells(0, { check: /older copy/ });
    assert.deepEqual(await table.verdicts(), { Ready: 2, "With warnings": 0, Blocked: 0 });
    await table.panel.waitForText(/One older copy/);
  });

  test("reports hold what is selected, and no formula", { path }, async (page) => {
    const table = new Table(page);
    await table.openList([...mixed, payload(8, { contact: { name: '=HYPERLINK("x")' } })]);
    const next = await downloads(page);
    await table.search("hyperlink");
    await table.press("Report as CSV");
    const csv = await next();
    assert.match(csv, /^conversation,contact,/);
    assert.ok(csv.includes(`8,"'=HYPERLINK(""x"")",`), csv);
    assert.equal(csv.trim().split("\r\n").length, 2);
    await table.search("");
    await table.press("Report as JSON");
    assert.deepEqual(
      JSON.parse(await next()).conversations.map(({ conversation }) => conversation),
      [30, 4, 100, 7, 8],
    );
  });

  test("a changed mapping checks everything anew", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(mixed);
    await table.waitUntilKept();
    await page.page.evaluate(() => localStorage.setItem("userlike-limeobject.config", "{"));
    await page.open(path);
    await table.count(4);
    assert.deepEqual(await table.verdicts(), { Ready: 0, "With warnings": 0, Blocked: 0, "Not checked": 4 });
  });

  test("without a worker everything is there but sending", { path }, async (page) => {
    const table = new Table(page);
    await table.openList(mixed);
    await table.selectAll();
    await table.panel.waitForText(/Sending needs the server/);
    await table.sendButton.waitFor("disabled", true);
    assert.equal(await table.main.button("Fetch from Userlike").count(), 0);
  });

  for (const theme of ["light", "dark"]) {
    test(`full, selected, ${theme}: axe finds nothing serious`, { path, theme, width: 1500 }, async (page) => {
      const table = new Table(page);
      await table.press("Try with examples");
      await table.count(41);
      await table.selectAll();
      await page.settle();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`conversations-full-${theme}`);
    });
  }

  test("it fits every window when it is full", { path, width: 320, height: 640 }, async (page) => {
    const table = new Table(page);
    await table.press("Try with examples");
    await table.count(41);
    for (const [width, height] of [
      [320, 640],
      [480, 800],
      [768, 1024],
      [1100, 800],
      [1920, 1080],
      [3840, 2160],
    ]) {
      await page.resize({ width, height });
      assert.equal(await page.overflows(), false, `${width} px`);
      await page.screenshot(`conversations-full-${width}`, { fullPage: width < 800 });
    }
  });

  for (const language of ["de", "nl", "sv"])
    test(`in ${language} every text is there`, { path, language, width: 1100 }, async (page) => {
      await page.settle();
      const labels = { de: "Mit Beispielen probieren", nl: "Met voorbeelden proberen", sv: "Prova med exempel" };
      await new Table(page).press(labels[language]);
      await page.find("main").find("search").find("status").waitForText(/^41 /);
      assert.doesNotMatch(await page.find("main").text(), /\{\w+\}|undefined/);
      assert.equal(await page.overflows(), false);
      await page.screenshot(`conversations-${language}`);
    });

  test("10,000 conversations are a few elements, wherever the table is scrolled", {
    path,
    height: 1000,
  }, async (page) => {
    const table = new Table(page);
    const lines = Array.from({ length: 10_000 }, (_, at) =>
      JSON.stringify(payload(at + 1, { contact: { name: `Contact ${(at * 7919) % 10_000}` }, topics: [`t${at % 7}`] })),
    );
    await table.open("many.ndjson", lines.join("\n"));
    await table.count(10_000, 90);
    const most = await table.grid.evaluate(async (grid) => {
      const scroller = grid.querySelector("[role=presentation]");
      let most = 0;
      for (let step = 0; step < 30; step += 1) {
        scroller.scrollTop += 4500;
        await new Promise((done) => requestAnimationFrame(done));
        most = Math.max(most, grid.querySelectorAll("[role=row]").length);
      }
      return most;
    });
    assert.ok(most > 10 && most < 80, `${most} rows are elements`);
    await table.search("contact 77");
    await table.sort("Contact");
    await table.search("");
    await table.selectAll();
    await table.selection.waitForText(/^10,000 selected$/);
    await page.screenshot("conversations-10000");
  });
});
