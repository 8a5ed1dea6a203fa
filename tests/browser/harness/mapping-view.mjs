// Locators and actions for the mapping editor.
import assert from "node:assert/strict";
import { Editor } from "./editor.mjs";

export class MappingView {
  /** @param {import("./page.mjs").Page} page */
  constructor(page) {
    this.page = page;
    this.main = page.find("main");
    this.form = this.main.find("tabpanel");
    this.instances = this.main.find("tablist", "Parts of the mapping").find("tab");
    this.json = new Editor(page.find("textbox", "JSON"));
    this.completions = page.find("listbox", "Completions");
    this.picker = page.dialog("Pick a field of the conversation");
    this.fields = this.picker.find("treeitem");
    this.limetypes = this.main.button(/^(\d+ limetypes?|.+\.json)$/).first();
    /** Number of errors and warnings; opens their list. */
    this.problemCount = this.main.find("status", undefined, { text: /\d (errors?|warnings?)$/ });
    this.problems = this.main.find("group", undefined, { text: /^\d+ (errors?|warnings?)/ }).find("listitem");
    /** Syntax error of the JSON. */
    this.fault = this.main.find("alert", undefined, { text: /JSON can’t be read/ });
    /** Buttons that unfold the properties that are not mapped. */
    this.folds = this.form.button(/^Not mapped \(\d+\)$/);
    this.saved = this.main.find("status").first();
  }

  /** Opens the editor. `change` changes the example's payload, `config` is the configuration, `mode` the editor's mode. */
  static async open(page, { change, config, mode } = {}) {
    const { page: tab } = page;
    const openConversation = async () => {
      await page.show("conversation");
      await page.changePayload(change);
    };
    if (change !== undefined) await openConversation();
    if (config !== undefined || mode !== undefined) {
      await tab.evaluate(
        (config, mode) => {
          if (config) localStorage.setItem("userlike-limeobject.config", config);
          if (mode) localStorage.setItem("userlike-limeobject.mapping-mode", mode);
        },
        config && (typeof config === "string" ? config : JSON.stringify(config, null, 2)),
        mode,
      );
      await page.reload();
      if (change !== undefined) await openConversation();
    }
    await page.show("mapping");
    return new MappingView(page);
  }

  /** Text of the configuration in the browser's storage. */
  text() {
    return this.page.page.evaluate(() => localStorage.getItem("userlike-limeobject.config"));
  }

  async config() {
    return JSON.parse(await this.text());
  }

  /** Waits until `check` returns true for the first instance and the configuration. */
  async until(check, what) {
    const end = performance.now() + 60_000;
    for (;;) {
      try {
        const config = await this.config();
        if (check(config.instances[0], config)) return config;
      } catch {}
      if (performance.now() > end) assert.fail(`${what ?? check}: ${await this.text()}`);
      await this.page.settle();
    }
  }

  /** Sets the editor's mode. @param {"form" | "both" | "json"} mode */
  async mode(mode) {
    const name = { form: "Form", both: "Both", json: "JSON" }[mode];
    await this.main.find("group", "Show as").button(name).click();
    if (mode !== "form") await this.json.content.wait();
    await this.page.settle();
  }

  /** Row of a property of the limeobject. @param {string} name */
  row(name) {
    return this.form.data("property", name).first();
  }

  /** Result of an open property for the current conversation. @param {string} name */
  result(name) {
    return this.row(name).region("With the current conversation");
  }

  async openProperty(name) {
    if ((await this.row(name).count()) === 0) await this.unfold();
    const toggle = this.row(name).find("button").first();
    if ((await toggle.get("ariaExpanded")) === "false") await toggle.click();
    await this.waitUntilOpen(name);
    await this.page.settle();
  }

  /** Unfolds the properties that are not mapped, in every list. */
  async unfold() {
    for (const fold of await this.folds.evaluateAll((folds) => folds.map((_, index) => index)))
      if (!(await this.folds.at(fold).evaluate((button) => button.ariaExpanded === "true")))
        await this.folds.at(fold).click();
  }

  async waitUntilOpen(name) {
    await this.row(name).find("button").first().waitFor("ariaExpanded", "true");
  }

  /** Clicks the first button with this name. @param {string} name @param {import("./locator.mjs").Scope} [within] */
  async press(name, within = this.main) {
    await within.button(name).first().click();
    await this.page.settle();
  }

  /** Selects a menu item. @param {import("./locator.mjs").Locator} button @param {string} item Beginning of its name. */
  async menu(button, item) {
    await button.click();
    const name = new RegExp(`^${item}`);
    const items = ["menuitem", "menuitemradio"].map((role) => this.page.find("menu").find(role, name).first());
    await ((await items[0].count()) > 0 ? items[0] : items[1]).click();
    await this.page.settle();
  }

  /** Button of the menu for the whole mapping. */
  get more() {
    return this.main.button("More");
  }

  /** First field with this label. @param {string} label @param {import("./locator.mjs").Scope} [within] */
  field(label, within = this.form) {
    return within.field(label).first();
  }

  /** Searches the field picker and waits for a single match. @param {string} words */
  async search(words) {
    await this.picker.field("Search names and values").type(words);
    await this.fields.waitForCount(1);
  }

  /** Replaces the JSON. @param {string} text */
  async paste(text) {
    await this.json.replace(text);
    await this.page.settle();
  }

  async keys(...keys) {
    const { keyboard } = this.page.page;
    for (const key of keys.slice(0, -1)) await keyboard.down(key);
    await keyboard.press(keys.at(-1));
    for (const key of keys.slice(0, -1).reverse()) await keyboard.up(key);
    await this.page.settle();
  }

  /**
   * Selects a menu item that opens a file dialog, and a file there. The dialog is replaced, because headless Firefox cancels it
   * before a test can select a file, and the page takes that for the user's answer.
   */
  async openFile(button, item, { name, text }) {
    await this.page.page.evaluate(
      (name, text) => {
        const { click } = HTMLInputElement.prototype;
        HTMLInputElement.prototype.click = function () {
          HTMLInputElement.prototype.click = click;
          const data = new DataTransfer();
          data.items.add(new File([text], name));
          this.files = data.files;
          this.dispatchEvent(new Event("change"));
        };
      },
      name,
      text,
    );
    await this.menu(button, item);
  }

  /** Runs the action and returns name and text of the file that it downloads. */
  async taken(give) {
    const { page: tab } = this.page;
    await tab.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        URL.createObjectURL = make;
        window.taken = blob.text();
        return "about:blank#";
      };
      HTMLAnchorElement.prototype.click = function () {
        window.takenName = this.download;
        delete HTMLAnchorElement.prototype.click;
      };
    });
    await give();
    return tab.evaluate(async () => ({ name: window.takenName, text: await window.taken }));
  }
}
