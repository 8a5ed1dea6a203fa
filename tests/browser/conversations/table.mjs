// Locators and actions for the table of conversations.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { examples } from "../harness/page.mjs";

export const example = JSON.parse(examples.payload);

/** The example's payload with another id and other changes. */
export const payload = (id, change = {}) => ({ ...example, id, ...change });

export class Table {
  /** @param {import("../harness/page.mjs").Page} page */
  constructor(page) {
    this.page = page;
    this.main = page.find("main");
    this.grid = page.find("grid", "All conversations");
    this.filters = page.find("search", "Filters");
    this.total = this.filters.find("status");
    this.failures = this.main.find("alert");
    /** Summary of the selected rows, or of all visible ones, with its commands. */
    this.panel = page.find("complementary");
    this.selection = this.panel.find("heading").first();
    this.reasons = this.panel.find("listitem", undefined, { text: /Show (these|this)/ });
    this.sendButton = this.panel.button(/^Send .*to Lime CRM$/);
    this.job = this.panel.region("Sending");
    this.jobTitle = this.job.find("status");
    this.dialog = page.dialog();
    /** What an import has brought, for example. */
    this.toast = page.find("status").last();
  }

  /** Row at a position. @param {number} position */
  row(position) {
    return this.grid.find("row").at(position);
  }

  /** Header of a column. @param {string} title */
  heading(title) {
    return this.grid.find("columnheader", title);
  }

  /** Sorts by the column with this title. */
  async sort(title) {
    await this.heading(title).button(title).click();
  }

  /** Imports a file. */
  async open(name, text) {
    await this.page.chooseFile(() => this.main.button("Open files").click(), { name, text });
  }

  async openList(list) {
    await this.open("list.json", JSON.stringify(list));
    // The toast lies over the table, and is gone seconds after the file was read.
    await this.toast.waitForText(/added|already in the list|unreadable/);
    await this.toast.evaluate((toasts) => {
      for (const button of toasts.querySelectorAll("button")) button.click();
    });
    await this.count(list.length);
  }

  /** Waits until this number of conversations is imported and checked. */
  async count(n, seconds = 60) {
    const text = n === 1 ? "One conversation" : `${n.toLocaleString("en")} conversations`;
    await this.total.waitForText(new RegExp(`^${text}$`), { timeout: seconds * 1000 });
    await this.waitUntilIdle(seconds);
  }

  /** Waits until all conversations are read, loaded and checked. */
  async waitUntilIdle(seconds = 60) {
    const atWork = this.main.find("status", undefined, { text: /^(Reading|Loading|Checking) / });
    await atWork.waitUntilGone({ timeout: seconds * 1000 });
    await this.page.settle();
  }

  /** Waits until a list is in the browser's storage, of this length if it is a number, or until none is. */
  async waitUntilKept(isKept = true) {
    await this.page.page.waitForFunction(
      async (isKept) => {
        const name = `userlike-limeobject.conversations${new URL(".", location.href).pathname}`;
        if (!(await indexedDB.databases()).some((one) => one.name === name)) return false;
        const done = (request) =>
          new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
        const database = await done(indexedDB.open(name));
        const pieces = await done(database.transaction("pieces").objectStore("pieces").getAll());
        database.close();
        const count = pieces.flatMap(({ rows }) => rows).filter((row) => row !== null).length;
        return typeof isKept === "number" ? count === isKept : count > 0 === isKept;
      },
      { polling: 100 },
      isKept,
    );
  }

  /** Clicks the first button with this name. @param {string | RegExp} name */
  async press(name) {
    await this.main.button(name).first().click();
  }

  /** Texts of the rendered rows in their order, by the lowercase titles of the columns. */
  async rows() {
    await this.page.settle();
    return this.grid.evaluate((grid) => {
      const of = (row, role) => [...row.querySelectorAll(`[role=${role}]`)];
      const titles = new Map(of(grid, "columnheader").map((cell) => [cell.ariaColIndex, cell.innerText.toLowerCase()]));
      return of(grid, "row")
        .filter((row) => of(row, "gridcell").length > 0)
        .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
        .map((row) =>
          Object.fromEntries(
            of(row, "gridcell").map((cell) => [
              titles.get(cell.ariaColIndex).trim(),
              cell.innerText.trim().replace(/\s*\n\s*/g, " | "),
            ]),
          ),
        );
    });
  }

  /**
   * Waits until the texts of a rendered row match the patterns.
   * @param {number} position @param {Record<string, RegExp>} patterns By the lowercase titles of the columns.
   */
  async waitForCells(position, patterns) {
    const isMatch = (row) => Object.entries(patterns).every(([title, pattern]) => pattern.test(row?.[title] ?? ""));
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(100)) {
      if (isMatch((await this.rows())[position])) return;
    }
    const row = (await this.rows())[position];
    assert.ok(isMatch(row), `row ${position} is ${JSON.stringify(row)}`);
  }

  async ids() {
    return (await this.rows()).map(({ conversation }) => conversation);
  }

  /** Waits until this number of rows is rendered. @param {number} count */
  async waitForRows(count) {
    await this.grid.find("row", undefined, { text: /\d/ }).waitForCount(count);
  }

  /** Waits until the rendered rows have these ids. @param {string[]} ids */
  async waitForIds(ids) {
    await this.grid.waitUntil((grid, ids) => {
      const rows = [...grid.querySelectorAll("[role=row]")].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex);
      const shown = rows.map((row) => row.querySelector("[role=gridcell][aria-colindex='2']")?.innerText.trim());
      return JSON.stringify(shown.slice(1)) === JSON.stringify(ids);
    }, ids);
  }

  /** Selects the option of a filter. @param {string} label @param {string} text Beginning of the option. */
  async filter(label, text) {
    await this.filters.field(label).choose(text);
  }

  async search(text) {
    const field = this.filters.field("Search");
    await field.evaluate((input) => input.select());
    if (text === "") await this.page.page.keyboard.press("Backspace");
    else await field.type(text);
    await this.page.settle();
  }

  /** Scrolls the rows. @param {number} top In pixels. */
  async scroll(top) {
    await this.grid.evaluate((grid, top) => {
      grid.querySelector("[role=presentation]").scrollTop = top;
    }, top);
  }

  async selectAll() {
    await this.grid.field("Select all that are shown").click();
  }

  /** Counts by status: `{ Ready: 3, … }`. */
  async verdicts() {
    await this.page.settle();
    const names = await this.panel
      .button(/^(Ready|With warnings|Blocked|Unreadable|Not checked) [\d,]+$/)
      .evaluateAll((buttons) => buttons.map((button) => accessible.nameOf(button)));
    return Object.fromEntries(names.map((name) => [name.replace(/ \S+$/, ""), Number(name.split(" ").at(-1))]));
  }

  /** Sends the selected rows and confirms it. */
  async send() {
    // What ends above the button moves it.
    await this.waitUntilIdle();
    await this.press(/^Send [\d,]+ to Lime CRM$/);
    await this.dialog.button("Send to Lime CRM").click();
  }

  async waitForJob(pattern, options) {
    await this.jobTitle.waitForText(pattern, options);
  }
}

/** Captures downloads; returns a function that reads the next one. */
export async function downloads(page) {
  await page.page.evaluate(() => {
    window.downloaded = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.text().then((text) => window.downloaded.push(text));
      return make.call(URL, blob);
    };
    // No file is written.
    HTMLAnchorElement.prototype.click = () => {};
  });
  return async () => {
    await page.page.waitForFunction(() => window.downloaded.length > 0);
    return page.page.evaluate(() => window.downloaded.shift());
  };
}
