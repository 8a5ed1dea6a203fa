// What a person does with the table of conversations, for its tests.
import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examples, press } from "../page.mjs";

export const example = JSON.parse(examples.payload);

/** A payload of the example's kind. */
export const payload = (id, change = {}) => ({ ...example, id, ...change });

export class Table {
  constructor(page) {
    this.page = page;
    this.browser = page.page;
  }

  /** Opens a file by the button, as a person would choose it. */
  async open(name, text) {
    const path = join(await mkdtemp(join(tmpdir(), "userlike-limeobject-files-")), name);
    await writeFile(path, text);
    const input = await this.browser.waitForSelector(".conversations input[type=file]");
    await input.uploadFile(path);
  }

  async openList(list) {
    await this.open("list.json", JSON.stringify(list));
    await this.count(list.length);
  }

  /** Waits until so many conversations are there, and all are checked. */
  async count(n, seconds = 60) {
    const text = n === 1 ? "One conversation" : `${n.toLocaleString("en")} conversations`;
    await this.browser.waitForFunction(
      (text) =>
        document.querySelector(".filter-count")?.textContent === text &&
        !document.querySelector(".notices-work .notice"),
      { timeout: seconds * 1000, polling: 50 },
      text,
    );
    await this.page.settle();
  }

  /** Presses the component that says this. */
  async press(label) {
    await this.page.settle();
    const handle = await this.browser.waitForFunction(
      (label) =>
        [...document.querySelectorAll("limel-button")].find(
          (button) => new RegExp(label).test(button.label) && button.offsetParent !== null && !button.disabled,
        ),
      { timeout: 20_000 },
      label.source ?? `^${label}$`,
    );
    await press(handle);
    await this.page.frame();
  }

  /** What the rows in sight say, in their order: one text for each cell. */
  async rows() {
    await this.page.frame();
    return this.browser.$$eval(".grid-row", (rows) =>
      rows
        .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
        .map((row) =>
          Object.fromEntries(
            [...row.querySelectorAll("[role=gridcell]")].map((cell) => [
              /grid-cell-(\w+)/.exec(cell.className)[1],
              cell.innerText.trim().replace(/\s*\n\s*/g, " | "),
            ]),
          ),
        ),
    );
  }

  async ids() {
    return (await this.rows()).map(({ conversation }) => conversation);
  }

  /** Chooses in a filter. */
  async filter(label, text) {
    await this.browser.evaluate(
      (label, text) => {
        const field = [...document.querySelectorAll(".table-filters .field")].find(
          (field) => field.querySelector(".field-label").textContent === label,
        );
        const select = field.querySelector("select");
        select.value = [...select.options].find((option) => option.text.startsWith(text)).value;
        select.dispatchEvent(new Event("change"));
      },
      label,
      text,
    );
    await this.page.frame();
  }

  async search(text) {
    await this.browser.$eval(".table-filters input[type=search]", (input) => input.select());
    if (text === "") await this.browser.keyboard.press("Backspace");
    else await this.browser.type(".table-filters input[type=search]", text);
    await this.page.frame();
  }

  async selectAll() {
    await this.page.click(".grid-heads .grid-check");
  }

  /** The panel's counts: `{ Ready: 3, … }`. */
  async verdicts() {
    await this.page.frame();
    return this.browser.$$eval(".verdicts li:not([hidden]) .standing", (buttons) =>
      Object.fromEntries(
        buttons.map((button) => [button.children[1].textContent, Number(button.children[2].textContent)]),
      ),
    );
  }

  /** Sends what is selected, and says yes. */
  async send() {
    await this.press(/^Send [\d,]+ to Lime CRM$/);
    await this.browser.waitForSelector("dialog[open]");
    await this.page.click("dialog[open] .button.primary");
  }

  async waitForJob(pattern, options) {
    await this.page.waitForText(".bulk-job .panel-title", pattern, options);
  }
}

/** Lets the browser keep its downloads, and answers how to read the next one. */
export async function downloads(page) {
  await page.page.evaluate(() => {
    window.downloaded = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.text().then((text) => window.downloaded.push(text));
      return make.call(URL, blob);
    };
    // The file itself is no test's business.
    HTMLAnchorElement.prototype.click = () => {};
  });
  return async () => {
    await page.page.waitForFunction(() => window.downloaded.length > 0);
    return page.page.evaluate(() => window.downloaded.shift());
  };
}

export { assert, readFile };
