// What a person does in the mapping editor.

import assert from "node:assert/strict";

export class Desk {
  constructor(page) {
    this.page = page;
    this.tab = page.page;
  }

  /** Opens the editor with a conversation whose payload `change` may change. */
  static async open(page, { change, config, mode } = {}) {
    const bring = async () => {
      await page.page.evaluate(() => {
        location.hash = "#/conversation";
      });
      await page.page.waitForFunction(() => document.querySelector(".mapping") === null);
      await page.change(change);
    };
    if (change !== undefined) await bring();
    await page.page.evaluate(
      (config, mode) => {
        if (config) localStorage.setItem("userlike-limeobject.config", config);
        if (mode) localStorage.setItem("userlike-limeobject.mapping-mode", mode);
        location.hash = "#/mapping";
      },
      config && (typeof config === "string" ? config : JSON.stringify(config, null, 2)),
      mode,
    );
    if (config !== undefined || mode !== undefined) {
      // What is loading would be a failed request otherwise.
      await page.page.waitForNetworkIdle({ idleTime: 300 });
      await page.page.reload({ waitUntil: "load" });
      if (change !== undefined) {
        await bring();
        await page.page.evaluate(() => {
          location.hash = "#/mapping";
        });
      }
    }
    await page.page.waitForSelector(".mapping");
    await page.settle();
    return new Desk(page);
  }

  /** The text of the configuration, as it is kept in the browser. */
  text() {
    return this.tab.evaluate(() => localStorage.getItem("userlike-limeobject.config"));
  }

  async config() {
    return JSON.parse(await this.text());
  }

  /** Waits until the configuration is as `check` wants it. */
  async until(check, what) {
    for (let tries = 0; tries < 100; tries += 1) {
      try {
        const config = await this.config();
        if (check(config.instances[0], config)) return config;
      } catch {}
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`${what ?? check}: ${await this.text()}`);
  }

  /** Form, both or JSON. */
  async mode(mode) {
    await this.page.click(`.mapping-tools limel-button-group >>> label[for=b${mode}]`);
    if (mode !== "form") await this.tab.waitForSelector(".cm-content");
    await this.page.settle();
  }

  row(property, block = "") {
    return `${block} .property[data-property="${property}"]`;
  }

  async openProperty(property, block) {
    const row = this.row(property, block);
    if ((await this.tab.$(row)) === null) await this.press(`${block ?? ".instance-form"} .property-tools limel-button`);
    await this.page.click(`${row} .property-row`);
    await this.tab.waitForSelector(`${row}.opened .property-editor`);
    await this.page.settle();
  }

  async press(selector) {
    await this.page.click(selector);
    await this.page.settle();
  }

  /** Presses the button with this label, in an element. */
  async pressNamed(label, within = "body") {
    const clicked = await this.tab.evaluate(
      (label, within) => {
        const buttons = document.querySelectorAll(`${within} :is(limel-button, limel-icon-button, button)`);
        const found = [...buttons].find(
          (button) =>
            !button.closest("[hidden]") && [button.label, button.textContent.trim(), button.ariaLabel].includes(label),
        );
        found?.click();
        return found !== undefined;
      },
      label,
      within,
    );
    assert.ok(clicked, `a button "${label}" in ${within}`);
    await this.page.frame();
    await this.page.settle();
  }

  async menu(button, item) {
    await this.page.click(button);
    await this.tab.evaluate(
      (item) =>
        [...document.querySelectorAll('[role="menu"]:not([hidden]) button')]
          .find((b) => b.textContent.includes(item))
          .click(),
      item,
    );
    await this.page.settle();
  }

  /** Puts a text into a field, in place of what is there. */
  async fill(selector, text) {
    await this.tab.waitForSelector(selector, { visible: true });
    await this.tab.$eval(
      selector,
      (field, text) => {
        field.focus();
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      },
      text,
    );
    await this.page.frame();
  }

  /** The field with this label, within an element: a selector. */
  async field(label, within = ".instance-form") {
    const id = await this.tab.evaluate(
      (label, within) =>
        [...document.querySelectorAll(`${within} .field-label`)].find(
          (found) => found.textContent === label && found.checkVisibility(),
        )?.htmlFor,
      label,
      within,
    );
    assert.ok(id, `a field "${label}" in ${within}`);
    return `#${id}`;
  }

  /** Puts a text in place of all of the JSON. */
  async paste(text) {
    await this.tab.focus(".cm-content");
    if (this.page.browser === "chromium") {
      await this.keys("Control", "a");
      await this.page.paste(text);
    } else {
      // Firefox gives scripts no way to make a paste that has a text: the editor is told itself.
      await this.tab.$eval(
        ".cm-content",
        (content, text) => {
          const { view } = content.cmTile ?? content.cmView.root;
          const { length } = view.state.doc;
          view.dispatch({ changes: { from: 0, to: length, insert: text }, selection: { anchor: text.length } });
        },
        text,
      );
    }
    await this.page.frame();
  }

  async keys(...keys) {
    for (const key of keys.slice(0, -1)) await this.tab.keyboard.down(key);
    await this.tab.keyboard.press(keys.at(-1));
    for (const key of keys.slice(0, -1).reverse()) await this.tab.keyboard.up(key);
    await this.page.frame();
  }

  /** The next file that is asked for is this one. */
  async offer(name, text) {
    await this.tab.evaluate(
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
  }

  /** The text of the next file that is given out. */
  async taken(give) {
    await this.tab.evaluate(() => {
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
    return this.tab.evaluate(async () => ({ name: window.takenName, text: await window.taken }));
  }
}
