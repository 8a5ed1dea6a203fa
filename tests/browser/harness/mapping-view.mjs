// The mapping editor, as a person knows it.
import assert from "node:assert/strict";
import { Editor } from "./editor.mjs";

export class MappingView {
  /** @param {import("./page.mjs").Page} page */
  constructor(page) {
    this.page = page;
    this.main = page.find("main");
    this.form = this.main.find("tabpanel");
    this.instances = this.main.find("tablist", "Instances").find("tab");
    this.json = new Editor(page.find("textbox", "JSON"));
    this.completions = page.find("listbox", "Completions");
    this.picker = page.dialog("Pick a field of the conversation");
    this.fields = this.picker.find("treeitem");
    this.limetypes = this.main.button(/^(\d+ limetypes?|.+\.json)$/).first();
    /** How many errors and warnings there are; opens the list of them. */
    this.problemCount = this.main.find("status", undefined, { text: /\d (errors?|warnings?)$/ });
    this.problems = this.main.find("group", undefined, { text: /^\d+ (errors?|warnings?)/ }).find("listitem");
    /** Why the JSON cannot be read. */
    this.fault = this.main.find("alert", undefined, { text: /JSON can't be read/ });
    this.saved = this.main.find("status").first();
  }

  /** Opens the editor with a conversation whose payload `change` may change, a configuration, and form, both or JSON. */
  static async open(page, { change, config, mode } = {}) {
    const { page: tab } = page;
    const bring = async () => {
      await page.go("Conversation");
      await page.change(change);
    };
    if (change !== undefined) await bring();
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
      if (change !== undefined) await bring();
    }
    await page.go("Mapping");
    return new MappingView(page);
  }

  /** The text of the configuration, as it is kept in the browser. */
  text() {
    return this.page.page.evaluate(() => localStorage.getItem("userlike-limeobject.config"));
  }

  async config() {
    return JSON.parse(await this.text());
  }

  /** Waits until the configuration is as `check` wants it. */
  async until(check, what) {
    const end = performance.now() + 20_000;
    for (;;) {
      try {
        const config = await this.config();
        if (check(config.instances[0], config)) return config;
      } catch {}
      if (performance.now() > end) assert.fail(`${what ?? check}: ${await this.text()}`);
      await this.page.frame();
    }
  }

  /** Form, both or JSON. @param {"form" | "both" | "json"} mode */
  async mode(mode) {
    const name = { form: "Form", both: "Both", json: "JSON" }[mode];
    await this.main.find("radio", name).evaluate((radio) => radio.click());
    if (mode !== "form") await this.json.content.wait();
    await this.page.settle();
  }

  /** The row of a property of the limeobject. @param {string} name */
  row(name) {
    return this.form.data("property", name).first();
  }

  /** What the current conversation makes of a property that is open. @param {string} name */
  result(name) {
    return this.row(name).region("With the current conversation");
  }

  async openProperty(name) {
    if ((await this.row(name).count()) === 0)
      await this.form
        .button(/^Show all/)
        .first()
        .click();
    await this.row(name).find("button").first().click();
    await this.waitUntilOpen(name);
    await this.page.settle();
  }

  async waitUntilOpen(name) {
    await this.row(name).find("button").first().waitFor("ariaExpanded", "true");
  }

  /** Presses the button with this name. @param {string} name @param {import("./locator.mjs").Scope} [within] */
  async press(name, within = this.main) {
    await within.button(name).first().click();
    await this.page.settle();
  }

  /** Chooses from a menu. @param {import("./locator.mjs").Locator} button @param {string} item What the item begins with. */
  async menu(button, item) {
    await button.click();
    const name = new RegExp(`^${item}`);
    const items = ["menuitem", "menuitemradio"].map((role) => this.page.find("menu").find(role, name).first());
    await ((await items[0].count()) > 0 ? items[0] : items[1]).click();
    await this.page.settle();
  }

  /** The menu of what can be done with the whole mapping. */
  get more() {
    return this.main.button("More");
  }

  /** The field with this label. @param {string} label @param {import("./locator.mjs").Scope} [within] */
  field(label, within = this.form) {
    return within.field(label).first();
  }

  /** Searches the fields of the conversation, until one is left. @param {string} words */
  async search(words) {
    await this.picker.field("Search names and values").type(words);
    await this.fields.waitForCount(1);
  }

  /** Puts a text in place of all of the JSON. @param {string} text */
  async paste(text) {
    await this.json.replace(text);
    await this.page.frame();
  }

  async keys(...keys) {
    const { keyboard } = this.page.page;
    for (const key of keys.slice(0, -1)) await keyboard.down(key);
    await keyboard.press(keys.at(-1));
    for (const key of keys.slice(0, -1).reverse()) await keyboard.up(key);
    await this.page.frame();
  }

  /** Opens a file by a menu. */
  async openFile(button, item, file) {
    await this.page.chooseFile(() => this.menu(button, item), file);
  }

  /** Name and text of the next file that is given out. */
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
